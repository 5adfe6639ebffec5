import Foundation
import Testing

@testable import JSON

@Suite struct JSONCursorTests {
  func parse(_ text: String) throws(JSONFault) -> JSONValue { try JSONValue(Array(text.utf8)) }

  func fault(_ text: String) -> String {
    do throws(JSONFault) {
      _ = try parse(text)
      return "none"
    } catch {
      return "\(error.place.line):\(error.place.column) \(error.problem)"
    }
  }

  @Test func stringsAreUnescaped() throws {
    #expect(try parse(#""a\n\u00e9\uD83D\uDE00\/\"\\ü""#).string == "a\né😀/\"\\ü")
    #expect(try parse(#""\b\f\r\t\u00AF""#).string == "\u{8}\u{C}\r\t\u{AF}")
  }

  @Test(arguments: [
    ("", "1:1 the text ends where a value should be"), ("[1,]", "1:4 ']' instead of a value"),
    ("[1 2]", "1:4 '2' instead of a comma or the closing ] of the list"),
    ("{\"a\" 1}", "1:6 '1' instead of a colon after the key \"a\""),
    ("{a: 1}", "1:2 'a' instead of a key in double quotes"),
    ("{\"a\": 1, \"a\": 2}", "1:10 the key \"a\" appears twice"), ("\"abc", "1:1 a string is not closed"),
    ("01", "1:2 a number starts with 0"), ("1.", "1:3 the text ends before a digit after the decimal point"),
    ("-", "1:2 the text ends before a digit"), ("1e+", "1:4 the text ends before a digit of the exponent"),
    ("nul", "1:1 'n' instead of a value"), ("[1]\n ]", "2:2 ']' follows the end of the value"),
    ("\"a\nb\"", "1:3 a control character inside a string"),
    ("\"\\x\"", "1:3 'x' instead of one of \"\\/bfnrtu after a backslash"),
    ("\"\\u12g4\"", "1:6 'g' instead of four hexadecimal digits after \\u"),
    ("\"日本\" x", "1:6 'x' follows the end of the value"), ("NaN", "1:1 'N' instead of a value"),
    (#""\uD83D\u0041""#, "1:2 half of a surrogate pair"), (#""a\uDE00""#, "1:3 half of a surrogate pair"),
    (#""\uD83D""#, "1:2 half of a surrogate pair"), (#""\uD83D\n""#, "1:2 half of a surrogate pair"),
  ])
  func faultsSayWhereAndWhat(_ text: String, _ expected: String) {
    #expect(fault(text) == expected)
  }

  @Test func depthIsLimitedWithoutUsingTheStack() {
    #expect(fault(String(repeating: "[", count: 31) + String(repeating: "]", count: 31)) == "none")
    #expect(fault(String(repeating: "[", count: 1_000_000)).contains("nested more than 32 deep"))
    #expect(fault(String(repeating: "{\"a\":", count: 100_000)).contains("nested more than 32 deep"))
  }

  @Test func aLongLineTakesLinearTime() throws {
    let text = "[" + String(repeating: "0,", count: 100_000) + "0]"
    let time = try ContinuousClock().measure { _ = try parse(text) }
    #expect(time < .seconds(5))
  }

  @Test func faultsSayTheWay() {
    func way(_ text: String) -> String? { #expect(throws: JSONFault.self) { try parse(text) }?.path }
    #expect(way(#"{"a": {"b": [1, {"c": tru}]}}"#) == "a.b[1].c")
    #expect(way("[[1], [2, x]]") == "[1][1]" && way("[1] x") == "")
  }

  @Test func keysAreComparedAsBytes() throws {
    let members = try #require(try parse("{\"\u{e9}\": 0, \"e\u{301}\": 1}").members)
    #expect(members.map(\.value.integer) == [0, 1])
    #expect(fault(#"{"e": 1, "\u0065": 2}"#) == "1:10 the key \"e\" appears twice")
  }

  @Test func largeValuesAreReadAsTheyPass() throws {
    var cursor = try JSONCursor(Array(#"{"size": 2, "table": {"a": 1, "a": 2}, "name": null}"#.utf8))
    var entries: [(String, Int)] = []
    let fields = try cursor.fields { cursor, key throws(JSONFault) in
      guard key == "table" else { return false }
      try cursor.entries { cursor, key throws(JSONFault) in
        entries.append((String(decoding: key, as: UTF8.self), try cursor.integer(in: 1...2)))
      }
      return true
    }
    try cursor.end()
    #expect(entries.map(\.0) == ["a", "a"] && entries.map(\.1) == [1, 2])
    #expect(try fields.integer("size") == 2 && fields.string("name") == nil)
  }

  @Test(arguments: ["3", "0", "1.5", "-1", "\"1\"", "true", "1e300"]) func wholeNumbersKeepTheirRange(text: String)
    throws
  {
    var cursor = try JSONCursor(Array(text.utf8))
    #expect(throws: JSONFault.self) { () throws(JSONFault) in try cursor.integer(in: 1...2) }
  }

  @Test func itAgreesWithFoundationOnWhatIsJSON() {
    let texts = [
      "1", "-0", "1.5e10", "[]", "{}", "[[],{}]", " [1 , 2] ", "{\"a\":{\"b\":[null,true,false]}}", "\"\\u0041\"", "+1",
      ".5", "[,]", "{,}", "tru", "[1}", "\"\t\"", "1 1", "{\"a\":}", "[1,2", "--1", "1.e1",
    ]
    for text in texts {
      let foundation = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      #expect((fault(text) == "none") == (foundation != nil), "\(text)")
    }
  }
}
