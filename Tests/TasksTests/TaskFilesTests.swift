import Testing

@testable import Tasks

@Suite struct TaskFilesTests {
  @Test func aPathIsAFileOrADirectoryOfEitherFormat() throws {
    let folder = try Folder()
    let arc = try folder.write("b/one.json", ARCFileTests.valid)
    let sequences = try folder.write("a/two.jsonl", #"{"input": [1], "output": [2]}"#)
    #expect(try TaskFiles.load(arc).map(\.name) == ["one"])
    #expect(try TaskFiles.load(sequences).map(\.name) == ["two"])
    #expect(try TaskFiles.load(folder.path).map(\.name) == ["two", "one"])
    #expect(throws: TaskFileError.self) { try TaskFiles.load(folder.path + "/c.json") }
  }
}
