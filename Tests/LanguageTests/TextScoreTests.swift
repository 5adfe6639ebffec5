import Foundation
import Language
import Tasks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TextScoreTests {
  @Test func windowsChangeOnlyWhatIsFarBack() throws {
    let model = try tiny()
    let ids = model.tokenizer.encode(String(verses().prefix(120)))
    let whole = model.negativeLogProbabilities(of: ids, window: 200)
    let windows = model.negativeLogProbabilities(of: ids, window: 32)
    #expect(whole.count == ids.count && windows.count == ids.count)
    #expect(whole[0] == 0 && whole.dropFirst().allSatisfy { $0 > 0 })
    for place in 1..<32 { #expect(abs(whole[place] - windows[place]) < 1e-4) }
    #expect(windows.dropFirst().allSatisfy { $0 > 0 })
  }

  @Test func aContextIsReadAndNotScored() throws {
    let model = try tiny()
    let (context, ids) = (model.tokenizer.encode("green bottles "), model.tokenizer.encode("hanging"))
    let joined = model.negativeLogProbabilities(of: context + ids)
    let after = model.negativeLogProbabilities(of: ids, after: context)
    for (a, b) in zip(joined.suffix(ids.count), after) { #expect(abs(a - b) < 1e-4) }
  }

  @Test func randomWeightsCostAboutEightBitsAByte() throws {
    let score = try tiny().score("hanging on the wall")
    #expect(score.bytes == 19 && score.tokens == 18)
    #expect((6...11).contains(score.bitsPerByte))
    #expect(abs((score + score).bitsPerByte - score.bitsPerByte) < 1e-9)
  }
}
