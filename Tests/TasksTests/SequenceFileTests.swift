import Foundation
import Testing

@testable import Tasks

@Suite struct SequenceFileTests {
  func parse(_ text: String) throws(TaskFileError) -> Episode {
    try SequenceFile.parse(Array(text.utf8), file: "x.jsonl")
  }

  @Test func linesAreExamples() throws {
    let episode = try parse(
      """
      {"input": [1, 2], "output": [2, 1]}

      {"input": [3, 4], "output": [4, 3], "split": "query"}\r
      {"input": [5, 6]}
      {"output": [8, 7], "input": [7, 8], "split": "support", "note": "ignored"}
      """)
    #expect(episode.support.map(\.input.sequence) == [[1, 2], [7, 8]])
    #expect(episode.query.map(\.input.sequence) == [[3, 4], [5, 6]])
    #expect(episode.query.map(\.output) == [Grid(sequence: [4, 3]), nil])
  }

  @Test(arguments: [
    ("{\"input\": [1]}", "whole file", "it has no examples to learn from"),
    ("\n{\"output\": [1]}", "line 2 (line 2, column 1)", "\"input\" is missing"),
    ("{\"input\": [1], \"split\": \"support\"}", "line 1 (line 1, column 1)", "a support line without \"output\""),
    ("{\"input\": [1], \"split\": \"test\"}", "split (line 1, column 25)", "the string \"test\" is no split"),
    ("{\"input\": []}", "input (line 1, column 11)", "it has 0 symbols"),
    ("{\"input\": [1, 12]}", "input[1] (line 1, column 15)", "the symbol 12 is outside 0...9"),
    ("{\"input\": [[1]]}", "input[0] (line 1, column 12)", "a list instead of a symbol"),
    ("{\"input\": [1]}\n{\"input\" [1]}", "line 2, column 10", "'[' instead of a colon after the key \"input\""),
    ("[1]", "line 1 (line 1, column 1)", "a list instead of an object"), ("\n\n", "whole file", "it is empty"),
  ])
  func aMalformedFileSaysWhereAndWhat(_ text: String, _ place: String, _ problem: String) {
    let error = #expect(throws: TaskFileError.self) { try parse(text) }
    #expect(error?.place == place && error?.problem == problem, "\(error?.description ?? "")")
  }

  @Test func aSequenceIsAsLongAsTheLargestGridAtMost() throws {
    func line(_ count: Int) -> String {
      let list = "[\([String](repeating: "1", count: count).joined(separator: ","))]"
      return "{\"input\": \(list), \"output\": \(list)}"
    }
    #expect(try parse(line(900)).support[0].input.width == 900)
    #expect(throws: TaskFileError.self) { try parse(line(901)) }
  }
}
