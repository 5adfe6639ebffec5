import Foundation
import Testing

@testable import Repositories

@Suite struct ParseCheckTests {
  @Test(.enabled(if: Scratch.hasPython)) func pythonIsParsedByPython() async {
    let good = await ParseCheck("def f():\n    return 1\n", .python)
    #expect(good.parses && good.parser == .python && good.reason == nil)
    let bad = await ParseCheck("def f():\n    return = 1\n", .python)
    #expect(!bad.parses && bad.reason?.contains("line 2") == true)
  }

  @Test func otherLanguagesByBracketsAndItSaysSo() async {
    let good = await ParseCheck("func f() { g([1, \")\"]) } // }", .swift)
    #expect(good.parses && good.parser == .brackets)
    for text in ["func f() {", "func f() { ) }", "let a = \"b", "}"] {
      #expect(await !ParseCheck(text, .swift).parses, "\(text)")
    }
    #expect(await ParseCheck("case $x in a) echo;; esac\n", .shell).parses)
    #expect(await ParseCheck("it's prose (unclosed", .text).parses)
  }

  @Test func ofPythonAlsoTheIndentation() {
    #expect(ParseCheck.brackets("if a:\n    b\nelse:\n  c\n", .python) == nil)
    for text in ["a\n  b\n", "if a:\nb\n", "if a:\n    b\n  c\n", "def f():\n"] {
      #expect(ParseCheck.brackets(text, .python) != nil, "\(text)")
    }
  }

  @Test(.enabled(if: Scratch.hasPython)) func ourCountFindsNoFaultInPythonsLibrary() async throws {
    let library = try #require(await Scratch.pythonLibrary())
    let names = try FileManager.default.contentsOfDirectory(atPath: library.path).filter { $0.hasSuffix(".py") }
    for name in names {
      let text = try String(contentsOf: library.appending(path: name), encoding: .utf8)
      #expect(ParseCheck.brackets(text, .python) == nil, "\(name): \(ParseCheck.brackets(text, .python) ?? "")")
    }
  }
}
