import Language
import Testing

@Suite struct TextSplitTests {
  @Test func documentsAreHeldOutWhole() throws {
    let documents = (0..<20).map { TextDocument(name: "\($0)", text: "text \($0)") }
    let split = try TextSplit(documents, share: 0.1, seed: 3)
    #expect(split.isByDocument && split.heldOut.count == 2)
    #expect(Set((split.train + split.heldOut).map(\.name)) == Set(documents.map(\.name)))
    #expect(try TextSplit(documents, share: 0.1, seed: 3).heldOut == split.heldOut)
  }

  @Test func oneDocumentGivesSpansThatAreItsText() throws {
    let split = try TextSplit([TextDocument(name: "a", text: verses())], share: 0.1, seed: 1)
    #expect(!split.isByDocument && !split.heldOut.isEmpty)
    let parts = (split.train + split.heldOut).sorted { Int($0.name.dropFirst(2))! < Int($1.name.dropFirst(2))! }
    #expect(parts.map(\.text).joined() == verses())
  }

  @Test func whatIsTooShortIsRefused() {
    #expect(throws: LanguageError.self) {
      try TextSplit([TextDocument(name: "a", text: "word")], share: 0.1, seed: 1)
    }
  }
}
