internal import Foundation
internal import Requirements
public import Tensors

extension TinyRecursiveModel {
  /// Returns the input of every update of the low state: token vectors behind the task's prefix.
  /// - Shapes: inputs [..., length] give [..., prefix + length, width].
  public func embed(_ inputs: Tensor, layout: TokenLayout) -> Tensor {
    let c = configuration
    require(
      inputs.size(-1) == layout.count,
      "inputs \(inputs.shape) do not fill the layout \(layout.height) × \(layout.width)")
    require(
      c.positions.reaches(layout, maximum: c.maximumLength),
      "\(layout.count) tokens exceed this network's \(c.maximumLength): build it with a larger maximumLength")
    let leading = Array(inputs.shape.dropLast())
    var x = tokens(inputs)  // [..., length, width]
    if c.prefix > 0 {
      let blank = c.prefix * c.width - c.taskWidth
      let padded = blank > 0 ? task.padded([0, blank]) : task
      let rows = acrossRows(padded, rank: leading.count + 1).expanded(leading + [c.prefix * c.width])
      x = .concatenate([rows.reshaped(leading + [c.prefix, c.width]), x], -2)
    }
    if let positions {
      // Halving the variance of the sum keeps the scale that the norm expects.
      x = (x + positions.narrowed(-2, from: 0, length: c.prefix + layout.count).alignedRows(to: x)) * 0.5.squareRoot()
    }
    return x * Double(c.width).squareRoot()
  }

  /// Returns the states before the first supervision step.
  public func start(_ leading: [Int], length: Int) -> Latents {
    let shape = leading + [configuration.prefix + length, configuration.width]
    return Latents(high: initialHigh.expanded(shape), low: initialLow.expanded(shape))
  }

  /// Runs one supervision step: T − 1 rounds without a tape, one with it.
  public func callAsFunction(_ latents: Latents, input x: Tensor, layout: TokenLayout) -> Output {
    let c = configuration
    let table = PositionTable.of(c, layout, dtype: x.dtype, device: x.device)
    var state = latents
    func low(_ state: inout Latents) {
      state.low = through(blocks, state.low + (state.high + x), table)
    }
    func high(_ state: inout Latents) {
      state.high = through(highBlocks ?? blocks, state.high + state.low, table)
    }
    func round(_ state: inout Latents) {
      for _ in 0..<c.lowCycles { low(&state) }
      high(&state)
    }
    withoutGradient {
      for _ in 1..<max(c.highCycles, 1) { round(&state) }
      guard c.oneStepGradient else { return }
      for _ in 1..<max(c.lowCycles, 1) { low(&state) }
    }
    if c.oneStepGradient {
      low(&state)
      high(&state)
    } else {
      round(&state)
    }
    let answer = state.high.narrowed(-2, from: c.prefix, length: layout.count)
    let q = halt(state.high.selected(state.high.rank - 2, 0))  // [..., 2]
    return Output(
      latents: state, logits: head(answer), halt: q.selected(q.rank - 1, 0), proceed: q.selected(q.rank - 1, 1))
  }

  private func through(_ network: [RecursiveBlock], _ h: Tensor, _ table: PositionTable) -> Tensor {
    network.reduce(h) { $1($0, table) }
  }
}

extension Tensor {
  /// Returns a [rows, width] or [tasks, rows, width] leaf reshaped to broadcast against [tasks, …, rows, width].
  func alignedRows(to x: Tensor) -> Tensor {
    guard rank == 3 else { return self }
    return reshaped([size(0)] + Array(repeating: 1, count: x.rank - 3) + [size(1), size(2)])
  }
}
