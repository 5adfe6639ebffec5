import Foundation
import Testing

@testable import Repositories

@Suite struct IndentationScannerTests {
  private let text = #"""
    import os

    @decorator(
        a="def b(): pass"
    )
    @other
    async def first(
        a: dict[str, int] = {"x": 1},  # a comment: with a colon
        *, b=lambda: 1,
    ) -> "Result":
        """The first.

        def not_one(): pass
        """
        def inner(): return a
        return inner()  # trailing

        # a comment after the last statement

    class Kind(Base, metaclass=M):
        'Docs.'
        x = 1

        def one_line(self): return """
    def no(): """

        @property
        def value(self):
            if self.x:
                return 1
    # at the margin
            return 2

    def last(): pass
    """#

  private var definitions: [Definition] { SourceFile(path: "a.py", text: text).definitions }

  @Test func headersDecoratorsDocstringsAndBodiesAreFound() throws {
    let file = SourceFile(path: "a.py", text: text)
    #expect(
      definitions.map(\.qualifiedName) == ["first", "first.inner", "Kind", "Kind.one_line", "Kind.value", "last"])
    #expect(definitions.map(\.kind) == [.function, .function, .type, .method, .method, .function])
    let first = definitions[0]
    #expect(file.text(in: first.range).hasPrefix("@decorator("))
    #expect(
      first.signature
        == #"async def first( a: dict[str, int] = {"x": 1}, # a comment: with a colon *, b=lambda: 1, ) -> "Result""#)
    #expect(file.text(in: try #require(first.docstring)).hasPrefix("\"\"\"The first."))
    #expect(
      file.text(in: try #require(first.implementation)) == "    def inner(): return a\n    return inner()")
    #expect(file.text(in: try #require(definitions[2].docstring)) == "'Docs.'")
    #expect(file.text(in: try #require(definitions[3].implementation)) == "return \"\"\"\ndef no(): \"\"\"")
    #expect(file.text(in: try #require(definitions[4].implementation)).hasSuffix("return 2"))
    #expect(definitions[4].lines == 28...32)
  }

  /// What Python's own parser says of its own library: every definition's name, lines, and docstring.
  @Test(.enabled(if: Scratch.hasPython)) func everyDefinitionOfPythonsLibraryIsAsPythonParsesIt() async throws {
    let library = try #require(await Scratch.pythonLibrary())
    let script = """
      import ast, sys, warnings
      warnings.simplefilter('ignore')
      for path in sys.argv[1:]:
          try: tree = ast.parse(open(path, encoding='utf-8').read())
          except (SyntaxError, UnicodeDecodeError): continue
          print('F', path)
          for n in ast.walk(tree):
              if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                  d = n.body[0] if ast.get_docstring(n, False) is not None else None
                  b = n.body[1:] if d else n.body
                  print(n.name, n.lineno, n.end_lineno, d.lineno if d else 0, d.end_lineno if d else 0,
                        min([b[0].lineno] + [e.lineno for e in getattr(b[0], 'decorator_list', [])]) if b else 0)
      """
    let names = try FileManager.default.contentsOfDirectory(atPath: library.path).filter { $0.hasSuffix(".py") }
      .sorted()
    #expect(names.count > 100)
    let answer = await ChildProcess.answer("python3", ["-c", script] + names, in: library)
    let output = String(decoding: try #require(answer).output, as: UTF8.self)
    var (expected, path, files, count) = (Set<String>(), "", 0, 0)
    func check() throws {
      guard !path.isEmpty else { return }
      let file = SourceFile(path: path, text: try String(contentsOf: library.appending(path: path), encoding: .utf8))
      let table = LineTable(Array(file.text.utf8))
      let map = LexicalMap(file.text, file.language)
      let found = Set(
        file.definitions.map { definition in
          let docstring = definition.docstring.map {
            "\(table.line(of: $0.lowerBound)) \(table.line(of: $0.upperBound - 1))"
          }
          // The comments before the first statement are hidden with it.
          let body = definition.implementation.map { range in
            table.line(of: range.first { map.bytes[$0] > 32 && map.parts[$0] != .comment } ?? 0)
          }
          return "\(definition.name) \(definition.lines.lowerBound) \(definition.lines.upperBound) "
            + "\(docstring ?? "0 0") \(body ?? 0)"
        })
      #expect(found == expected, "\(path): \(found.symmetricDifference(expected).sorted())")
      (files, count) = (files + 1, count + found.count)
    }
    for line in output.split(separator: "\n") {
      if line.hasPrefix("F ") {
        try check()
        (path, expected) = (String(line.dropFirst(2)), [])
      } else {
        expected.insert(String(line))
      }
    }
    try check()
    #expect(files > 100 && count > 5_000)
  }
}
