import MetaLearning
import Testing

@testable import Experiments

@Suite struct EvaluationPoolTests {
  @Test func poolingHalfWidthsIsPoolingEpisodes() {
    let a = [0.1, 0.5, 0.9, 0.3], b = [0.8, 1, 0.6]
    let pooled = EvaluationPool.pooled([Estimate(a), Estimate(b)]), all = Estimate(a + b)
    #expect(abs(pooled.mean - all.mean) < 1e-12 && abs(pooled.halfWidth - all.halfWidth) < 1e-12 && pooled.count == 7)
  }
}
