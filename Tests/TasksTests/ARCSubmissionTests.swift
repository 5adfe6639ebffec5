import Foundation
import Testing

@testable import Tasks

@Suite struct ARCSubmissionTests {
  @Test func itIsTheFormThatIsScored() throws {
    var submission = ARCSubmission()
    submission.add(task: "b\"\n", attempts: [[Grid(rows: [[1, 2], [3, 4]]), Grid(rows: [[5]])]])
    submission.add(task: "a", attempts: [[Grid(rows: [[6]])], [Grid(rows: [[7]]), Grid(rows: [[8]])]])
    typealias Form = [String: [[String: [[Int]]]]]
    let form = try JSONDecoder().decode(Form.self, from: Data(submission.json.utf8))
    #expect(
      form == [
        "a": [["attempt_1": [[6]], "attempt_2": [[6]]], ["attempt_1": [[7]], "attempt_2": [[8]]]],
        "b\"\n": [["attempt_1": [[1, 2], [3, 4]], "attempt_2": [[5]]]],
      ])
    #expect(submission.json.hasPrefix("{\n  \"a\""))
  }

  @Test func itIsWrittenWholeOrNotAtAll() throws {
    let folder = try Folder()
    let file = try folder.write("submission.json", "old")
    var submission = ARCSubmission()
    submission.add(task: "a", attempts: [[Grid(rows: [[6]])]])
    try submission.write(to: file)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == submission.json)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["submission.json"])
    let error = #expect(throws: TaskFileError.self) { try submission.write(to: folder.path + "/no/where.json") }
    #expect(error?.file.hasSuffix("where.json") == true)
    // A directory of that name cannot be replaced, and nothing is left behind.
    try FileManager.default.createDirectory(atPath: folder.path + "/taken", withIntermediateDirectories: true)
    try folder.write("taken/x", "")
    #expect(throws: TaskFileError.self) { try submission.write(to: folder.path + "/taken") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }
}
