import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct RMSNormTests {
  @Test func theRootMeanSquareBecomesOne() {
    let y = RMSNorm()(random([4, 64], 1) * 3)
    #expect(distance(y.squared().mean(1), .ones([4], dtype: .float64)) < 1e-5)
  }

  @Test func isItsDefinition() {
    let x = [3.0, -4]
    let size = (25.0 / 2 + 1e-5).squareRoot()
    #expect(distance(RMSNorm()(numbers(x)), numbers(x.map { $0 / size })) < 1e-14)
  }

  @Test func zeroStaysZeroWithAFiniteGradient() {
    let (_, gradient) = valueAndGradient(at: Leaf(x: .zeros([3], dtype: .float64))) { RMSNorm()($0.x).sum() }
    #expect(elements(gradient.x).allSatisfy { $0.isFinite })
  }

  @Test func theGainScalesFeaturesAndMayHaveATaskAxis() {
    var norm = RMSNorm(width: 2)
    #expect(norm.names == ["gain"])
    #expect(RMSNorm().names.isEmpty)
    let x = random([3, 4, 2], 2)
    norm.gain = random([3, 2], 3)
    let together = norm(x)
    for task in 0..<3 {
      var one = norm
      one.gain = norm.gain![task]
      #expect(distance(together[task], one(x[task])) < 1e-14)
    }
  }

  @Test func bfloat16IsNormedInFloat32() {
    let x = random([4, 64], 1).converted(to: .bfloat16)
    let y = RMSNorm()(x)
    #expect(y.dtype == .bfloat16)
    #expect(distance(y, RMSNorm()(x.converted(to: .float32)).converted(to: .bfloat16)) == 0)
  }
}
