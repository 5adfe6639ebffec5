import MetaLearning
import Testing

@Suite struct EstimateTests {
  @Test func anEstimateIsMeanAndInterval() {
    let estimate = Estimate([0, 1, 1, 1])
    #expect(estimate.mean == 0.75 && estimate.count == 4)
    #expect(abs(estimate.halfWidth - 1.96 * (0.25 / 4 as Double).squareRoot()) < 1e-12)
    #expect(Estimate([1]).halfWidth == 0)
  }
}
