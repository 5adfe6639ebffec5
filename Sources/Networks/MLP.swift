public import Randomness
internal import Requirements
public import Tensors

/// Linear layers with ReLU between them: the network of the sinusoid experiments.
///
/// - Shapes: [..., widths.first] to [..., widths.last]; with a context of a task axis, [tasks, ..., widths.first].
public struct MLP: ParameterTree {
  /// The layers, first to last.
  public var layers: [Linear]
  /// The context that is concatenated to every input, [context] or [tasks, context], which a task can own (CAVIA), or
  /// `nil` if there is none.
  public var context: Tensor?

  /// The initialization of the weights.
  public enum Initialization: String, Codable, Sendable {
    /// Uniform in ±1/√in for weight and bias, as in PyTorch's default layer.
    case uniform
    /// Truncated normal of deviation 0.01 and zero bias, as in the sinusoid experiment of MAML.
    case truncatedNormal
  }

  /// Creates a network of these widths, such as [1, 40, 40, 1], with a context of this width, which starts at zero.
  public init(
    _ widths: [Int], context: Int = 0, initialization: Initialization = .uniform, using generator: inout Generator
  ) {
    require(widths.count >= 2, "an MLP of widths \(widths) has no layer: give an input and an output width")
    self.context = context > 0 ? .zeros([context]) : nil
    var layers: [Linear] = []
    for (index, (width, outputs)) in Swift.zip(widths, widths.dropFirst()).enumerated() {
      let inputs = width + (index == 0 ? context : 0)
      switch initialization {
      case .truncatedNormal:
        layers.append(Linear(inputs, outputs, bias: true, deviation: 0.01, using: &generator))
      case .uniform:
        let bound = 1 / Double(inputs).squareRoot()
        layers.append(
          Linear(
            weight: .uniform([outputs, inputs], low: -bound, high: bound, using: &generator),
            bias: .uniform([outputs], low: -bound, high: bound, using: &generator)))
      }
    }
    self.layers = layers
  }

  /// Applies the network.
  public func callAsFunction(_ x: Tensor) -> Tensor { layers[layers.count - 1](hidden(x)) }

  /// Returns the input of the last layer: [..., widths before the last].
  public func hidden(_ x: Tensor) -> Tensor {
    var start = x
    if let context {
      let beside = acrossRows(context, rank: x.rank).expanded(Array(x.shape.dropLast()) + [context.size(-1)])
      start = .concatenate([x, beside], -1)
    }
    return layers.dropLast().reduce(start) { $1($0).relu() }
  }

  /// Visits the context and the layers.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("context", &context)
    visitor.branch("layers", &layers)
  }
}
