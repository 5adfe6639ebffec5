import Testing

@testable import Tasks

@Suite struct VocabularyTests {
  @Test func tokensAreNumberedAsInARCPractice() {
    #expect(Vocabulary.pad == 0 && Vocabulary.end == 1 && Vocabulary.size == 12)
    #expect((UInt8(0)...9).map(Vocabulary.token) == Array(2...11))
    #expect(Int(Vocabulary.firstSymbol) + Vocabulary.symbols == Vocabulary.size)
  }
}
