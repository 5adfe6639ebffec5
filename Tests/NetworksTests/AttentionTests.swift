import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct AttentionTests {
  private func attention() -> Attention {
    var g = Generator(seed: 1)
    return Attention(8, heads: 2, using: &g)
  }

  @Test(arguments: [false, true])
  func plainAndFusedAgree(turned: Bool) {
    var g = Generator(seed: 2)
    let x = Tensor.normal([2, 3, 6, 8], using: &g)
    let rotary = turned ? RotaryTable((0..<6).map { [$0] }, width: 4) : nil
    let bias = Tensor.normal([6, 6], using: &g)
    #expect(
      distance(withSecondOrder { attention()(x, rotary: rotary) }, attention()(x, rotary: rotary)) < 1e-5)
    let fused = attention()(x[0], rotary: rotary, bias: bias)
    let plain = withSecondOrder { attention()(x[0], rotary: rotary, bias: bias) }
    #expect(distance(plain, fused) < 1e-5)
    #expect(plain.shape == [3, 6, 8])
  }

  @Test func theirGradientsAgreeToo() {
    let x = random([2, 5, 8], 3)
    func gradient() -> [Tensor] {
      valueAndGradient(at: attention().wide) { $0(x, rotary: nil).squared().sum() }.gradient.tensors
    }
    for (plain, fused) in zip(withSecondOrder(gradient), gradient()) {
      #expect(distance(plain, fused) < 1e-9)
    }
  }

  @Test func withoutPositionsTheOrderDoesNotMatter() {
    let x = random([1, 5, 8], 4)
    let order = Tensor([3, 1, 4, 0, 2])
    let model = attention().wide
    let y = model(x.gathered(1, at: order), rotary: nil)
    #expect(distance(y, model(x, rotary: nil).gathered(1, at: order)) < 1e-12)
  }

  @Test func rotationsKeepLengths() {
    let table = RotaryTable((0..<7).map { [$0] }, width: 8, dtype: .float64)
    let x = random([7, 8], 5)
    #expect(distance(table(x).squared().sum(1), x.squared().sum(1)) < 1e-6)
    #expect(distance(table(x)[0], x[0]) < 1e-7, "place 0 does not turn")
    #expect(distance(table(x)[3], x[3]) > 0.1)
  }

  @Test func productsDependOnTheDistanceAlone() {
    let table = RotaryTable((0..<12).map { [$0] }, width: 8, dtype: .float64)
    let q = table(random([8], 6).unsqueezed(0).expanded([12, 8]))
    let k = table(random([8], 7).unsqueezed(0).expanded([12, 8]))
    let products = q.matmul(k.transposed())  // [12, 12]
    for offset in [-3, 0, 2] {
      let along = (3..<9).map { products[$0][$0 + offset].item }
      #expect(along.allSatisfy { abs($0 - along[0]) < 1e-5 })
    }
    #expect(abs(products[3][3].item - products[3][5].item) > 1e-3)
  }

  @Test func twoCoordinatesTurnTwoHalves() {
    let table = RotaryTable([[0, 5], [5, 0], [5, 5]], width: 8, dtype: .float64)
    let x = random([8], 8).unsqueezed(0).expanded([3, 8])
    let q = table(x)
    // Moving along one axis changes the products with the other axis's move left alone.
    #expect(distance(q[0], q[1]) > 0.01)
    #expect(distance(q.squared().sum(1), x.squared().sum(1)) < 1e-6)
    func product(_ a: [Int], _ b: [Int]) -> Double {
      let pair = RotaryTable([a, b], width: 8, dtype: .float64)
      let turned = pair(random([2, 8], 9))
      return (turned[0] * turned[1]).sum().item
    }
    #expect(abs(product([1, 2], [4, 3]) - product([6, 7], [9, 8])) < 1e-5)
    #expect(abs(product([1, 2], [4, 3]) - product([1, 2], [3, 4])) > 1e-3)
  }
}
