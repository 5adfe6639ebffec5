import Tasks
import Testing

@testable import Service

@Suite struct AnswerDecoderTests {
  private let text = ModelText(tokenizer: .bytes, template: nil, ends: [0], contextLength: 100)

  private func deltas(_ bytes: [UInt8], stops: [String] = [], leavingOutFirstSpace: Bool = false) -> [AnswerDecoder
    .Delta]
  {
    var decoder = AnswerDecoder(text, after: [65], stops: stops, leavingOutFirstSpace: leavingOutFirstSpace)
    let parts = bytes.map { decoder.append([ScoredToken(id: Int($0), logProbability: -1)]) }
    return parts + [decoder.finish()]
  }

  @Test func aCharacterComesWithItsLastByte() {
    let deltas = deltas(Array("é😀x".utf8))
    #expect(deltas.map(\.text) == ["", "é", "", "", "", "😀", "x", ""])
    #expect(deltas.flatMap(\.tokens).count == 7)
    #expect(self.deltas([0xC3]).map(\.text) == ["", "\u{FFFD}"], "what never comes whole is said at the end")
  }

  @Test func whatMayBeginAStopTextWaits() {
    let deltas = deltas(Array("a--b--->c".utf8), stops: ["-->", "zz"])
    #expect(deltas.map(\.text) == ["a", "", "", "--b", "", "", "-", "", "", ""])
    #expect(deltas.flatMap(\.tokens).map(\.id) == "a--b-".utf8.map { Int($0) })
    #expect(self.deltas(Array("a-".utf8), stops: ["-->"]).map(\.text) == ["a", "", "-"], "it was none")
  }

  @Test func theEarliestStopTextCounts() {
    var decoder = AnswerDecoder(text, after: [65], stops: ["cd", "bc", ""])
    let delta = decoder.append("abcd".utf8.map { ScoredToken(id: Int($0), logProbability: -1) })
    #expect(delta.text == "a" && decoder.isStopped && decoder.finish().isEmpty)
  }

  @Test func anEndIsNoPartOfTheText() {
    var decoder = AnswerDecoder(text, after: [65], stops: [])
    let delta = decoder.append([97, 0, 98].map { ScoredToken(id: $0, logProbability: -1) })
    #expect(delta.text == "a" && delta.tokens.count == 1 && decoder.isStopped && decoder.count == 2)
  }

  @Test func theSpaceAfterANameIsLeftOut() {
    #expect(deltas(Array("  a b".utf8), leavingOutFirstSpace: true).map(\.text).joined() == " a b")
    #expect(deltas(Array("a b".utf8), leavingOutFirstSpace: true).map(\.text).joined() == "a b")
  }
}
