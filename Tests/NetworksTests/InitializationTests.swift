import Foundation
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct InitializationTests {
  @Test(arguments: [0.02, 1, 5])
  func theDeviationIsTheOneAskedFor(deviation: Double) {
    var g = Generator(seed: 1)
    let x = Tensor.truncatedNormal([200_000], deviation: deviation, dtype: .float64, using: &g)
    #expect(abs(x.variance().item.squareRoot() / deviation - 1) < 0.01)
    #expect(abs(x.mean().item) < 4 * deviation / 200_000.0.squareRoot())
    // Cut at two deviations of the normal it was cut from, whose deviation is 1/0.8796 of the result's.
    let bound = 2 * deviation / 0.879_625_661_034_239_8
    #expect(x.magnitude().max().item <= bound * (1 + 1e-9))
    #expect(x.magnitude().max().item > 0.99 * bound)
  }

  @Test func theShapeIsNormalWithinTheCut() {
    var g = Generator(seed: 2)
    let x = Tensor.truncatedNormal([100_000], deviation: 0.879_625_661_034_239_8, dtype: .float64, using: &g)
    // P(|z| < 1 given |z| < 2) of a standard normal.
    let expected = erf(1 / 2.0.squareRoot()) / erf(2 / 2.0.squareRoot())
    #expect(abs((x.magnitude() .< 1).converted(to: .float64).mean().item - expected) < 0.006)
  }

  @Test func noDeviationIsZero() {
    var g = Generator(seed: 3)
    #expect(elements(.truncatedNormal([3], deviation: 0, using: &g)) == [0, 0, 0])
  }
}
