import Foundation
import Randomness
import Tensors
import TestSupport
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TensorLinearTests {
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
    #expect(distance(.einsum("tij,tjk->tik", x, y), x.matmul(y)) < 1e-12)
  }

  /// Sizes at which tiles, panels and blocks of a product end in the middle, or are one number.
  @Test(arguments: [
    [1, 1, 1], [7, 5, 3], [6, 64, 256], [13, 130, 67], [200, 17, 65], [205, 300, 12], [1, 600, 1], [67, 1, 129],
  ])
  func aLayerIsAProductAtEverySize(size: [Int]) {
    let (rows, inputs, outputs) = (size[0], size[1], size[2])
    for (dtype, tolerance) in [(DType.float64, 1e-12), (.float32, 1e-4)] {
      for tasks in [[], [1], [3]] {
        let pair = [random(tasks + [rows, inputs], 1), random(tasks + [outputs, inputs], 2)].map {
          $0.converted(to: dtype)
        }
        // Value, both slopes, and the slopes of slopes.
        let ours = derivatives(pair) { $0[0].linear($0[1]).squared() }
        let plain = derivatives(pair) { $0[0].matmul($0[1].transposed()).squared() }
        #expect(relativeDistance(ours, plain) < tolerance)
      }
    }
  }

  @Test func aLayerTakesViews() {
    let (x, w) = (random([9, 2, 7], 1), random([9, 5], 2))
    let turned = x.transposed(0, 2)  // [7, 2, 9]
    #expect(distance(turned.linear(w.transposed()), turned.matmul(w)) < 1e-12)
    let both = random([4, 3, 6], 3)
    #expect(distance(both.linear(both), both.matmul(both.transposed())) < 1e-12)
    #expect(x.linear(random([5, 7], 4), random([5], 5)).shape == [9, 2, 5])
    #expect(random([4, 2, 3, 6], 6).linear(both, random([4, 3], 7)).shape == [4, 2, 3, 3])
    #expect(Tensor.zeros([0, 7]).linear(.ones([5, 7])).shape == [0, 5])
    #expect(Tensor.zeros([3, 0, 7]).linear(.ones([3, 5, 7]), .ones([3, 5])).shape == [3, 0, 5])
  }

  @Test(arguments: [[5], [3, 5]])
  func aBiasIsAdded(shape: [Int]) {
    let parts = [random([3, 9, 7], 1), random([3, 5, 7], 2), random(shape, 3)]
    let ours = derivatives(parts) { $0[0].linear($0[1], $0[2]).squared() }
    let plain = derivatives(parts) { parts in
      (parts[0].matmul(parts[1].transposed()) + parts[2].reshaped(shape.count == 1 ? [5] : [3, 1, 5])).squared()
    }
    #expect(relativeDistance(ours, plain) < 1e-12)
  }

  /// To rounding: libtorch's product, which other processors take, may sum in another order.
  @Test func severalThreadsShareALayer() async {
    _ = await #expect(processExitsWith: .success) {  // the number of threads is the process's
      let (x, w) = (random([700, 70], 1, .float32), random([130, 70], 2, .float32))
      let both = [1, 2].map { threads in
        Torch.threads = threads
        return derivatives([x, w]) { $0[0].linear($0[1]).squared() }
      }
      precondition(relativeDistance(both[0], both[1]) < 1e-5)
    }
  }

  @Test func whatDoesNotFitTraps() async {
    _ = await #expect(processExitsWith: .trap) { _ = Tensor.ones([3, 9, 7]).linear(.ones([2, 5, 7])) }
    _ = await #expect(processExitsWith: .trap) { _ = Tensor.ones([9, 7]).linear(.ones([5, 6])) }
    _ = await #expect(processExitsWith: .trap) { _ = Tensor.ones([9, 7]).linear(.ones([5, 7]), .ones([9, 5])) }
    _ = await #expect(processExitsWith: .trap) {
      _ = Tensor.ones([9, 7]).linear(.ones([5, 7]), .ones([5], dtype: .float64))
    }
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
