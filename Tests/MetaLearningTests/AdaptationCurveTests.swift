import MetaLearning
import Networks
import Randomness
import Tasks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct AdaptationCurveTests {
  @Test func anEstimateIsMeanAndInterval() {
    let estimate = Estimate([0, 1, 1, 1])
    #expect(estimate.mean == 0.75 && estimate.count == 4)
    #expect(abs(estimate.halfWidth - 1.96 * (0.25 / 4 as Double).squareRoot()) < 1e-12)
    #expect(Estimate([1]).halfWidth == 0)
  }

  @Test func aCurveHasOneNumberAnEpisodeAndStep() throws {
    var generator = Generator(seed: 2)
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.taskWidth, c.innerMultiple, c.highCycles) = (8, 2, 8, 8, 1)
    let network = TinyRecursiveModel(c, using: &generator)
    let inner = InnerLoop(steps: 1, rule: .normalized, rate: 0.02)
    let family = try TaskFamilies.named("shift")
    let episodes = (0..<5).map { _ in family.episode(in: .metaTest, support: 2, query: 3, using: &generator) }
    var whole = AdaptationCurve(steps: [2, 0, 2])
    whole.measure(SlowWeights(network, inner: inner), inner, on: EpisodeBatch(episodes))
    #expect(whole.steps == [0, 2])
    #expect(whole.tokens.map(\.count) == [5, 5] && whole.exact.map(\.count) == [5, 5])
    #expect(whole.tokens.joined().allSatisfy { (0...1).contains($0) })

    var parts = AdaptationCurve(steps: [0, 2])
    for part in [episodes[..<2], episodes[2...]] {
      var one = AdaptationCurve(steps: [0, 2])
      one.measure(SlowWeights(network, inner: inner), inner, on: EpisodeBatch(Array(part)))
      parts.append(one)
    }
    #expect(parts.tokens == whole.tokens)
  }
}
