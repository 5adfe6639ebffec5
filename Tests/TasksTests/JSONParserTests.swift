import Foundation
import Testing

@testable import Tasks

@Suite struct JSONParserTests {
  func parse(_ text: String) throws(JSONParser.Fault) -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  func fault(_ text: String) -> String {
    do throws(JSONParser.Fault) {
      _ = try parse(text)
      return "none"
    } catch {
      return "\(error.line):\(error.column) \(error.problem)"
    }
  }

  @Test func valuesRememberTheirPlace() throws {
    let value = try parse("{\n  \"é\": [1, true,\n  null]}")
    guard case .object(let members) = value.kind, let list = members["é"], case .array(let items) = list.kind else {
      Issue.record("no object of a list")
      return
    }
    #expect((list.line, list.column) == (2, 8))
    #expect(items.map(\.line) == [2, 2, 3] && items.map(\.column) == [9, 12, 3])
    #expect(items.map(\.name) == ["the number 1", "true", "null"])
  }

  @Test func stringsAreUnescaped() throws {
    guard case .string(let text) = try parse(#""a\n\u00e9\uD83D\uDE00\/\"\\ü""#).kind else { return }
    #expect(text == "a\né😀/\"\\ü")
    guard case .string(let half) = try parse(#""\uD83D\u0041""#).kind else { return }
    #expect(half == "\u{FFFD}A")
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

  @Test func aByteOrderMarkIsNoCharacter() throws {
    #expect(try JSONParser.parse([0xEF, 0xBB, 0xBF] + Array("[1]".utf8)).column == 1)
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
