import Foundation
import Testing

@testable import Runs

@Suite struct JSONValueTests {
  @Test func leavesHaveDottedPaths() throws {
    let value = try JSONValue(text: #"{"a": {"b": 1, "c": [1, 2.5]}, "d": true, "e": {}, "f": null, "g": "text"}"#)
    #expect(value.leaves() == ["a.b": "1", "a.c": "[1, 2.5]", "d": "true", "e": "{}", "f": "null", "g": "text"])
  }

  @Test func itSurvivesEncoding() throws {
    let value = try JSONValue(text: #"{"a": [true, 1, 1.5, "1", null, 18446744073709551615]}"#)
    #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value)) == value)
  }
}
