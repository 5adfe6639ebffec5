import Testing

@testable import JSON

@Suite struct JSONValueTests {
  @Test func valuesRememberTheirPlace() throws {
    let value = try JSONValue(Array("{\n  \"é\": [1, true,\n  null]}".utf8))
    let list = try #require(value["é"])
    let items = try #require(list.items)
    #expect(list.place == JSONPlace(line: 2, column: 8))
    #expect(items.map(\.place.line) == [2, 2, 3] && items.map(\.place.column) == [9, 12, 3])
    #expect(items.map(\.name) == ["the number 1", "true", "null"])
  }

  @Test(arguments: [
    ("1", 1), ("-0", 0), ("1e3", 1000), ("2.0", 2), ("9007199254740993", 9_007_199_254_740_993), ("1.5", nil),
    ("1e300", nil), ("99999999999999999999", nil), ("true", nil), ("\"1\"", nil),
  ])
  func wholeNumbersAreWhole(text: String, expected: Int?) throws {
    #expect(try JSONValue(Array(text.utf8)).integer == expected)
  }

  @Test func listsAndTablesAreOfOneKind() throws {
    func value(_ text: String) throws -> JSONValue { try JSONValue(Array(text.utf8)) }
    #expect(
      try value("[1, 2]").integers == [1, 2] && value("[1, \"x\"]").integers == nil && value("1").integers == nil)
    #expect(try value("[\"x\"]").strings == ["x"] && value("[]").strings == [] && value("[null]").strings == nil)
    #expect(try value(#"{"a": "x"}"#).stringsByKey == ["a": "x"] && value(#"{"a": 1}"#).stringsByKey == nil)
  }

  @Test func membersKeepTheirOrder() throws {
    let value = try JSONValue(Array(#"{"b": 1, "a": 2}"#.utf8))
    #expect(value.members?.map(\.key) == ["b", "a"] && value["a"]?.integer == 2 && value["c"] == nil)
  }
}
