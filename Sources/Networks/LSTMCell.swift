public import Randomness
public import Tensors

/// One step of a long short-term memory.
///
/// (i, f, g, o) = W x + U h + b;  c′ = σ(f) c + σ(i) tanh(g);  h′ = σ(o) tanh(c′)
///
/// - Source: Hochreiter, Schmidhuber 1997; the forget gate of Gers, Schmidhuber, Cummins 2000.
/// - Shapes: x [..., inputs], h [..., recurrent], c [..., width] give h′ and c′ of [..., width].
public struct LSTMCell: ParameterTree {
  /// The weights W and b, one gate after another: [4 · width, inputs].
  public var input: Linear
  /// The weights U: [4 · width, recurrent].
  public var recurrent: Linear

  /// Creates a cell of this width, uniform in ±1/√width; `recurrent` is the width of h if it differs.
  public init(_ inputs: Int, _ width: Int, recurrent: Int? = nil, using generator: inout Generator) {
    let bound = 1 / Double(width).squareRoot()
    func uniform(_ shape: [Int]) -> Tensor { .uniform(shape, low: -bound, high: bound, using: &generator) }
    input = Linear(weight: uniform([4 * width, inputs]), bias: uniform([4 * width]))
    self.recurrent = Linear(weight: uniform([4 * width, recurrent ?? width]))
  }

  /// Returns the state after reading x.
  public func callAsFunction(_ x: Tensor, hidden: Tensor, cell: Tensor) -> (hidden: Tensor, cell: Tensor) {
    let gates = (input(x) + recurrent(hidden)).split(4, -1)
    let next = gates[1].sigmoid() * cell + gates[0].sigmoid() * gates[2].tanh()
    return (gates[3].sigmoid() * next.tanh(), next)
  }

  /// Returns the outputs along a sequence, from a state of zeros: [..., length, inputs] to [..., length, width].
  public func outputs(of sequence: Tensor, isBackward: Bool = false) -> Tensor {
    let rows = (0..<sequence.size(-2)).map { sequence.selected(-2, $0) }
    let width = recurrent.weight.size(0) / 4
    var state = (hidden: zeros(width, like: rows[0]), cell: zeros(width, like: rows[0]))
    var found: [Tensor] = []
    for row in isBackward ? rows.reversed() : rows {
      state = self(row, hidden: state.hidden, cell: state.cell)
      found.append(state.hidden)
    }
    return .stack(isBackward ? found.reversed() : found, -2)
  }

  private func zeros(_ width: Int, like row: Tensor) -> Tensor {
    .zeros(Array(row.shape.dropLast()) + [width], dtype: row.dtype, device: row.device)
  }

  /// Visits both matrices.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("input", &input)
    visitor.branch("recurrent", &recurrent)
  }
}
