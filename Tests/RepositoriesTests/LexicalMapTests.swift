import Testing

@testable import Repositories

@Suite struct LexicalMapTests {
  /// The code of a text, with what is comment or string taken out.
  private func code(_ text: String, _ language: SourceLanguage) -> String {
    let map = LexicalMap(text, language)
    return String(decoding: map.bytes.indices.filter { map.parts[$0] == .code }.map { map.bytes[$0] }, as: UTF8.self)
  }

  @Test func aBackslashKeepsAQuoteAndATripleQuoteSpansLines() {
    #expect(code("a = '#' # b\nc = r'\\''\nd = '''\n\" ' \\''''''; e", .python) == "a =  \nc = r\nd = ; e")
  }

  @Test func eachLanguageTellsCodeFromCommentsAndStrings() {
    #expect(code(##"let a = "\(f("}"))" /* { /* */ } */ + #"}"# + b // {"##, .swift) == "let a =   +  + b ")
    #expect(
      code(##"fn f<'a>(x: &'a str) { '{'; r#"}"#; b'\'' } /* /* */ } */"##, .rust) == "fn f<'a>(x: &'a str) { ; ; b } ")
    #expect(
      code("int a = 1'000; char c = '}'; auto s = R\"x(}\")\")x\"; // }", .c) == "int a = 1000; char c = ; auto s = ; ")
    #expect(code("a = b / c / d; e = /[/}]/g.test(`}${`{`}`)", .javaScript) == "a = b / c / d; e = g.test()")
    #expect(code("a := `}` + \"}\" + string('}')", .go) == "a :=  +  + string()")
    #expect(code("cat <<'END' | x\n}\nEND\necho ${#a} $# # }", .shell) == "cat  | x\n\necho ${#a} $# ")
    #expect(code("x = 1 << 2\na = [1, 2] << b\n", .ruby) == "x = 1 << 2\na = [1, 2] << b\n")
    #expect(code("=begin\n", .ruby) == "=begin\n" && code("a\n=begin\n{\n=end\nb", .ruby) == "a\nb")
  }

  @Test func ofAPreprocessorsBranchesOneIsCode() {
    let text = "#if A\nint f() {\n#else\nint g() {\n#endif\n}\n#define X { \\\n {\nint h;\n"
    #expect(code(text, .c).split(separator: "\n") == ["int f() {", "}", "int h;"])
  }

  @Test func whatIsNotClosedIsSaid() {
    #expect(LexicalMap("a = 'b\n", .python).isUnterminated && LexicalMap("/* a", .c).isUnterminated)
    #expect(!LexicalMap("a = 'b'\n# it's\n", .python).isUnterminated)
  }
}
