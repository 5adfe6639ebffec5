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

  @Test func asManyAttemptsAsThereAre() throws {
    var submission = ARCSubmission()
    submission.add(task: "a", attempts: [(1...3).map { Grid(rows: [[$0]]) }])
    let form = try JSONDecoder().decode([String: [[String: [[Int]]]]].self, from: Data(submission.json.utf8))
    #expect(form == ["a": [["attempt_1": [[1]], "attempt_2": [[2]], "attempt_3": [[3]]]]])
  }
}
