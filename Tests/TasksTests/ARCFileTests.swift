import Foundation
import Testing

@testable import Tasks

/// A directory for one test's files.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tasks-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    let directory = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }
}

@Suite struct ARCFileTests {
  static let valid = """
    {"train": [{"input": [[0, 1], [2, 3]], "output": [[4]]}],
     "test": [{"input": [[5, 6]], "output": [[7]]}, {"input": [[8, 9]]}], "name": "ignored"}
    """

  @Test func aFileIsAnEpisode() throws {
    let folder = try Folder()
    let episode = try ARCFile.load(folder.write("mine/first.json", Self.valid))
    #expect(episode.name == "first" && episode.family == "mine")
    #expect(episode.support == [Example(input: Grid(rows: [[0, 1], [2, 3]]), output: Grid(rows: [[4]]))])
    #expect(episode.query.map(\.input.rows) == [[[5, 6]], [[8, 9]]])
    #expect(episode.query.map(\.output) == [Grid(rows: [[7]]), nil])
  }

  @Test func aDirectoryIsReadInTheOrderOfItsPaths() throws {
    let folder = try Folder()
    for name in ["b/2.json", "a/9.json", "b/1.json", "c.txt", ".hidden/x.json", "b/notes.md"] {
      try folder.write(name, Self.valid)
    }
    try FileManager.default.createDirectory(atPath: "\(folder.path)/odd.json", withIntermediateDirectories: true)
    #expect(try TaskFiles.load(folder.path).map(\.name) == ["9", "1", "2"])
  }

  @Test func aDirectoryWithoutFilesSaysSo() throws {
    let folder = try Folder()
    let error = #expect(throws: TaskFileError.self) { try TaskFiles.load(folder.path) }
    #expect(error?.problem == "no .json or .jsonl or .ndjson file is in it")
    #expect(throws: TaskFileError.self) { try TaskFiles.load(folder.path + "/nowhere") }
  }

  @Test func whatIsNoFileSaysSo() throws {
    let folder = try Folder()
    #expect(#expect(throws: TaskFileError.self) { try ARCFile.load(folder.path) }?.problem == "it is a directory")
    let missing = #expect(throws: TaskFileError.self) { try ARCFile.load("/nowhere/x.json") }
    #expect(missing?.file == "/nowhere/x.json" && missing?.problem == "it does not exist")
    let null = #expect(throws: TaskFileError.self) { try ARCFile.load("/dev/null") }
    #expect(null?.problem == "it is no regular file")
  }

  @Test(arguments: [
    ("", "whole file", "it is empty"), (" \n\t", "whole file", "it is empty"),
    ("{\"train\": [", "line 1, column 12", "the text ends where a value should be"),
    ("{\n \"train\": tru}", "line 2, column 11", "'t' instead of a value"),
    ("[]", "whole file (line 1, column 1)", "a list instead of an object"),
    ("{\"tran\": []}", "whole file (line 1, column 1)", "\"train\" is missing; found \"tran\""),
    ("{\"train\": []}", "train (line 1, column 11)", "it has no examples"),
    ("{\"train\": 3}", "train (line 1, column 11)", "the number 3 instead of a list"),
    ("{\"train\": [7]}", "train[0] (line 1, column 12)", "the number 7 instead of an object"),
    ("{\"train\": [{\"output\": [[1]]}]}", "train[0] (line 1, column 12)", "\"input\" is missing"),
    ("{\"train\": [{\"input\": [[1]]}]}", "train[0] (line 1, column 12)", "\"output\" is missing"),
    (
      "{\"train\": [{\"input\": [[1]], \"output\": [[1]]}]}", "whole file (line 1, column 1)",
      "\"test\" is missing; found \"train\""
    ),
    (
      "{\"train\": [{\"input\": [[1, 2], [3]]}]}", "train[0].input[1] (line 1, column 31)",
      "it has 1 symbols and the first row 2"
    ),
    (
      "{\"train\": [{\"input\": [[1, 10]]}]}", "train[0].input[0][1] (line 1, column 27)",
      "the symbol 10 is outside 0...9"
    ),
    (
      "{\"train\": [{\"input\": [[-1]]}]}", "train[0].input[0][0] (line 1, column 24)", "the symbol -1 is outside 0...9"
    ),
    ("{\"train\": [{\"input\": [[1.5]]}]}", "train[0].input[0][0] (line 1, column 24)", "1.5 is no integer"),
    ("{\"train\": [{\"input\": [[true]]}]}", "train[0].input[0][0] (line 1, column 24)", "true instead of a symbol"),
    (
      "{\"train\": [{\"input\": [[\"1\"]]}]}", "train[0].input[0][0] (line 1, column 24)",
      "the string \"1\" instead of a symbol"
    ),
    ("{\"train\": [{\"input\": []}]}", "train[0].input (line 1, column 22)", "the grid is empty"),
    ("{\"train\": [{\"input\": [[], []]}]}", "train[0].input (line 1, column 22)", "the grid is empty"),
    ("{\"train\": [{\"input\": null}]}", "train[0].input (line 1, column 22)", "null instead of a list"),
    ("{\"train\": [{\"input\": [3]}]}", "train[0].input[0] (line 1, column 23)", "the number 3 instead of a list"),
  ])
  func aMalformedFileSaysWhereAndWhat(_ text: String, _ place: String, _ problem: String) {
    let error = #expect(throws: TaskFileError.self) { try ARCFile.parse(Array(text.utf8), file: "x.json") }
    #expect(error?.place == place && error?.problem == problem, "\(error?.description ?? "")")
    #expect(error?.remedy.isEmpty == false && error?.description.hasPrefix("x.json: ") == true)
  }

  @Test func gridsAreThirtyByThirtyAtMostAndASingleRowLonger() throws {
    func file(_ rows: Int, _ columns: Int) -> [UInt8] {
      let row = "[\([String](repeating: "0", count: columns).joined(separator: ","))]"
      let grid = "[\([String](repeating: row, count: rows).joined(separator: ","))]"
      return Array("{\"train\": [{\"input\": \(grid), \"output\": \(grid)}], \"test\": [{\"input\": \(grid)}]}".utf8)
    }
    for (rows, columns) in [(30, 30), (1, 32), (1, 900)] {
      #expect(try ARCFile.parse(file(rows, columns), file: "").support[0].input.width == columns)
    }
    for (rows, columns) in [(31, 30), (30, 31), (2, 31), (31, 1), (1, 901)] {
      #expect(throws: TaskFileError.self) { try ARCFile.parse(file(rows, columns), file: "") }
    }
  }

  @Test func textThatIsNotUTF8SaysItsLine() {
    let bytes = Array("{\n\"".utf8) + [0xFF] + Array("\": 1}".utf8)
    let error = #expect(throws: TaskFileError.self) { try ARCFile.parse(bytes, file: "x.json") }
    #expect(error?.place == "line 2" && error?.problem == "a byte there is not UTF-8 text")
  }

  @Test func aHugeFileIsRefusedUnread() throws {
    let folder = try Folder()
    let file = try folder.write("huge.json", Self.valid)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try handle.truncate(atOffset: 1 << 40)
    try handle.close()
    let error = #expect(throws: TaskFileError.self) { try ARCFile.load(file) }
    #expect(error?.problem == "it has 1099511627776 bytes")
  }

  /// Every task of both benchmarks, only where they lie beside the repository.
  @Test(.enabled(if: DataSets.oneDimensionalARC != nil && DataSets.arc != nil)) func realTasksLoad() throws {
    let small = try TaskFiles.load(try #require(DataSets.oneDimensionalARC))
    #expect(small.count == 450 && Set(small.map(\.family)).count == 9)
    let arc = try TaskFiles.load(try #require(DataSets.arc))
    #expect(arc.count == 800 && Set(arc.map(\.family)) == ["evaluation", "training"])
    for episode in small + arc {
      let canvas = Canvas.fitting(episode)
      #expect(episode.grids.allSatisfy { canvas.decode(canvas.encode($0)) == $0 })
    }
  }
}
