import Testing

@testable import JSON

@Suite struct JSONTextTests {
  @Test func aByteOrderMarkIsNoCharacter() throws {
    #expect(try JSONValue([0xEF, 0xBB, 0xBF] + Array("[1]".utf8)).place.column == 1)
  }

  @Test func whatIsNotUTF8IsAFaultOfItsPlace() {
    let fault = #expect(throws: JSONFault.self) { try JSONValue(Array("{\n\"é".utf8) + [0xFF] + Array("\": 1}".utf8)) }
    #expect(fault?.place == JSONPlace(line: 2, column: 3))
  }

  @Test func columnsCountCharactersAndLinesFromTheFirst() {
    let text = JSONText(Array("aé\n\u{10000}b".utf8), firstLine: 7)
    #expect(text.place(of: 3) == JSONPlace(line: 7, column: 3))
    #expect(text.place(of: 8) == JSONPlace(line: 8, column: 2))
    #expect("\(text.place(of: 0))" == "line 7, column 1" && text.invalidPlace == nil)
  }

  @Test func anExcerptIsShortAndVisible() {
    #expect(excerpt("short") == "short" && excerpt("a\nb") == "a\\nb")
    #expect(excerpt(String(repeating: "x", count: 41)) == String(repeating: "x", count: 40) + "…")
  }
}
