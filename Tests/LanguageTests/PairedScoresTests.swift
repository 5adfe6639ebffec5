import Language
import Testing

@Suite struct PairedScoresTests {
  /// Scores of texts, each there twice.
  private func scores(_ nats: [Double]) -> [TextScore] {
    (nats + nats).map { TextScore(nats: $0, tokens: 10, bytes: 20) }
  }

  @Test func noChangeIsNoRise() {
    let same = PairedScores(before: scores([10, 20, 30, 25]), after: scores([10, 20, 30, 25]))
    #expect(same.rise == 0 && same.interval == 0...0)
    #expect(AdaptationVerdict(same, threshold: 0.01) == .passes)
  }

  @Test func aRiseOfEveryTextIsSure() {
    let worse = PairedScores(before: scores([10, 20, 30, 25]), after: scores([20, 30, 40, 35]))
    #expect(worse.rise > 0.7 && (worse.interval?.lowerBound ?? 0) > 0.7)
    #expect(AdaptationVerdict(worse, threshold: 0.05) == .losesTooMuch)
    #expect(AdaptationVerdict(worse, threshold: 2) == .passes)
  }

  @Test func tooFewOrTooScatteredTextsCannotTell() {
    #expect(
      AdaptationVerdict(PairedScores(before: scores([10, 11, 12]), after: scores([10, 11, 12])), threshold: 1)
        == .cannotTell)
    let scattered = PairedScores(before: scores([10, 20, 30, 25]), after: scores([1, 40, 30, 25]))
    #expect(AdaptationVerdict(scattered, threshold: 0.1) == .cannotTell)
  }

  @Test func theIntervalHoldsTheRise() {
    let some = PairedScores(before: scores([10, 20, 30, 25, 12]), after: scores([11, 19, 31, 25, 13]))
    #expect(some.interval?.contains(some.rise) == true)
  }
}
