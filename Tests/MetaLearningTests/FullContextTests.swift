import Foundation
import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct FullContextTests {
  @Test("cells of zeros leave features as they are")
  func zeros() {
    var generator = Generator(seed: 1)
    let context = FullContext(4, using: &generator).map { .zeros(like: $0) }
    let (f, g) = (Tensor.normal([2, 3, 4], using: &generator), Tensor.normal([2, 5, 4], using: &generator))
    let (query, support) = context(f, g, steps: 3)
    #expect((query - f).magnitude().max().item == 0 && (support - g).magnitude().max().item == 0)
  }

  /// A cell of width 1 in plain numbers: hidden and cell after x, from hidden numbers h and cell c.
  private func step(_ cell: LSTMCell, _ x: Double, _ h: [Double], _ c: Double) -> (hidden: Double, cell: Double) {
    let w: [Double] = cell.input.weight.scalars()
    let u: [Double] = cell.recurrent.weight.scalars()
    let b: [Double] = cell.input.bias!.scalars()
    let gates = (0..<4).map { gate in
      w[gate] * x + b[gate] + zip(h, u[(gate * h.count)...]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    let next = sigmoid(gates[1]) * c + sigmoid(gates[0]) * tanh(gates[2])
    return (sigmoid(gates[3]) * tanh(next), next)
  }

  @Test("two examples and two steps in plain numbers: Appendix A.1 and A.2 as printed")
  func unrolled() {
    var generator = Generator(seed: 3)
    let context = FullContext(1, using: &generator).map { $0.converted(to: .float64) * 3 }
    let (f, x) = (0.7, [0.4, -1.2])
    let forward = step(context.forward, x[0], [0], 0)
    let forth = [forward.hidden, step(context.forward, x[1], [forward.hidden], forward.cell).hidden]
    let backward = step(context.backward, x[1], [0], 0)
    let back = [step(context.backward, x[0], [backward.hidden], backward.cell).hidden, backward.hidden]
    let g = (0..<2).map { forth[$0] + back[$0] + x[$0] }
    var (h, c) = (0.0, 0.0)
    for _ in 0..<2 {
      let scores = g.map { exp(h * $0) }
      let r = zip(scores, g).reduce(0) { $0 + $1.0 * $1.1 } / scores.reduce(0, +)
      let next = step(context.reader, f, [h, r], c)
      (h, c) = (next.hidden + f, next.cell)
    }
    func tensor(_ values: [Double]) -> Tensor { Tensor(values, shape: [1, values.count, 1]) }
    let found = context(tensor([f]), tensor(x), steps: 2)
    let query: [Double] = found.query.scalars()
    let support: [Double] = found.support.scalars()
    #expect(abs(query[0] - h) < 1e-12)
    for (a, b) in zip(support, g) { #expect(abs(a - b) < 1e-12) }
  }

  @Test("every example changes every other's embedding, and every query's")
  func everyExampleCounts() {
    var generator = Generator(seed: 1)
    let context = FullContext(4, using: &generator)
    let (f, g) = (Tensor.normal([1, 3, 4], using: &generator), Tensor.normal([1, 5, 4], using: &generator))
    let before = context(f, g, steps: 2)
    for place in 0..<5 {
      let change = Tensor.range(0, 5, dtype: .float32) .== Double(place)
      let after = context(f, g + change.converted(to: .float32).reshaped(1, 5, 1), steps: 2)
      #expect((after.support - before.support).magnitude().max(0, 2).min().item > 0)
      #expect((after.query - before.query).magnitude().max(0, 2).min().item > 0)
    }
  }
}
