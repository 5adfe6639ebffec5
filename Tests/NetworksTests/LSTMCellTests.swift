import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LSTMCellTests {
  private func cell(_ inputs: Int = 3, _ width: Int = 4) -> LSTMCell {
    var generator = Generator(seed: 1)
    return LSTMCell(inputs, width, using: &generator).map { $0.converted(to: .float64) }
  }

  private func sequence() -> Tensor {
    var generator = Generator(seed: 2)
    return .normal([2, 5, 3], dtype: .float64, using: &generator)
  }

  @Test("weights of zero halve the memory and tell tanh of it, halved")
  func zeros() {
    let still = cell().map { .zeros(like: $0) }
    let c = Tensor([0.5, -1, 2, 0] as [Double], shape: [1, 4])
    let next = still(.ones([1, 3], dtype: .float64), hidden: .ones([1, 4], dtype: .float64), cell: c)
    #expect((next.cell - c * 0.5).magnitude().max().item < 1e-15)
    #expect((next.hidden - (c * 0.5).tanh() * 0.5).magnitude().max().item < 1e-15)
  }

  @Test("an open forget gate and a closed input gate keep the memory")
  func keeps() {
    var cell = cell()
    cell.recurrent = cell.recurrent.map { .zeros(like: $0) }
    cell.input.weight = .zeros(like: cell.input.weight)
    let gates: [Double] = Array(repeating: -1e3, count: 4) + Array(repeating: 1e3, count: 4)
    cell.input.bias = Tensor(gates + Array(repeating: 0.7, count: 8))
    let c = Tensor([0.5, -1, 2, 0] as [Double], shape: [1, 4])
    let next = cell(.ones([1, 3], dtype: .float64), hidden: .ones([1, 4], dtype: .float64), cell: c)
    #expect((next.cell - c).magnitude().max().item < 1e-15)
  }

  @Test("a later input changes no earlier output, and backward no later one")
  func causal() {
    let (cell, x) = (cell(), sequence())
    let changed = Tensor.concatenate([x.narrowed(1, from: 0, length: 3), x.narrowed(1, from: 3, length: 2) + 1], 1)
    let difference = (cell.outputs(of: x) - cell.outputs(of: changed)).magnitude().max(0, 2)
    let values: [Double] = difference.scalars()
    #expect(values.prefix(3).allSatisfy { $0 == 0 } && values.suffix(2).allSatisfy { $0 > 0 })
  }

  @Test("backward is forward on the sequence turned around")
  func backward() {
    let (cell, x) = (cell(), sequence())
    let turned = cell.outputs(of: x.flipped(1)).flipped(1)
    #expect((cell.outputs(of: x, isBackward: true) - turned).magnitude().max().item == 0)
    #expect(cell.outputs(of: x).shape == [2, 5, 4])
  }
}
