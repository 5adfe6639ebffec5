import Foundation
import Randomness
import Tensors
import Testing

@Suite struct TensorLinearTests {
  private func random(_ shape: [Int], _ seed: UInt64) -> Tensor {
    var g = Generator(seed: seed)
    return .normal(shape, dtype: .float64, using: &g)
  }

  @Test func aProductIsASumOfProducts() {
    let a = numbers([1, 2, 3, 4], [2, 2])
    let b = numbers([5, 6, 7, 8], [2, 2])
    #expect(elements(a.matmul(b)) == [19, 22, 43, 50])
    #expect(random([3, 2, 4], 1).matmul(random([4, 5], 2)).shape == [3, 2, 5])
  }

  @Test func otherProductsAreMadeOfIt() {
    let x = random([3, 2, 4], 1)
    let w = random([5, 4], 2)
    let bias = random([5], 3)
    #expect(distance(x.linear(w, bias), x.matmul(w.transposed()) + bias) < 1e-12)
    #expect(distance(x.linear(w), x.matmul(w.transposed())) < 1e-12)
    let y = random([3, 4, 6], 4)
    let base = random([3, 1, 6], 5)
    #expect(distance(base.addingProduct(x, y), base + x.matmul(y)) < 1e-12)
    #expect(distance(.einsum("tij,tjk->tik", x, y), x.matmul(y)) < 1e-12)
  }

  @Test func fusedAttentionIsItsDefinition() {
    let (q, k, v) = (random([2, 2, 5, 4], 1), random([2, 2, 5, 4], 2), random([2, 2, 5, 4], 3))
    let bias = random([5, 5], 4)
    let expected = (q.matmul(k.transposed()) * 0.5 + bias).softmax(-1).matmul(v)
    #expect(distance(.fusedAttention(q, k, v, bias: bias), expected) < 1e-12)
    let later = Tensor.ones([5, 5], dtype: .float64).lowerTriangle() .== 0
    let causal = later.select(.full(-.infinity, [5, 5], dtype: .float64), else: q.matmul(k.transposed()) * 0.5)
    #expect(distance(.fusedAttention(q, k, v, causal: true), causal.softmax(-1).matmul(v)) < 1e-12)
  }

  @Test func aConvolutionSlidesItsWeight() {
    let image = numbers((1...9).map(Double.init), [1, 1, 3, 3])
    let weight = numbers([1, 0, 0, 1], [1, 1, 2, 2])
    #expect(elements(image.convolved(weight)) == [6, 8, 12, 14])
    #expect(image.convolved(weight, padding: 1).shape == [1, 1, 4, 4])
    #expect(elements(image.convolved(weight, bias: numbers([10]), stride: 2)) == [16])
  }

  @Test func slopesAreFiniteDifferences() {
    let w = random([4, 4], 8)
    let functions: [(Tensor) -> Tensor] = [
      { $0.matmul(w).squared().sum() }, { $0.linear(w, w[0]).squared().sum() },
      { Tensor.einsum("ij,kj->ik", $0, w).squared().sum() },
      { x in
        let q = x.reshaped(1, 1, 4, 4)
        return Tensor.fusedAttention(q, q + 1, w.reshaped(1, 1, 4, 4)).squared().sum()
      },
    ]
    let x = random([4, 4], 9)
    for (index, f) in functions.enumerated() {
      let gradient = valueAndGradient(at: Leaf(x: x)) { f($0.x) }.gradient.x
      #expect(distance(gradient, finiteDifferences(at: x, f)) < 1e-6, "function \(index)")
    }
  }
}
