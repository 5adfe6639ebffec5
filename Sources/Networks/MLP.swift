public import Randomness
public import Tensors

/// Linear layers with ReLU between them: the network of the sinusoid experiments.
///
/// - Shapes: [..., widths.first] to [..., widths.last].
public struct MLP: ParameterTree {
  /// The layers, first to last.
  public var layers: [Linear]

  /// How the weights begin.
  public enum Initialization: String, Codable, Sendable {
    /// Uniform in ±1/√in for weight and bias, as PyTorch's default layer.
    case uniform
    /// Truncated normal of deviation 0.01 and zero bias, as the sinusoid experiment of MAML.
    case truncatedNormal
  }

  /// A network of these widths, such as [1, 40, 40, 1].
  public init(_ widths: [Int], initialization: Initialization = .uniform, using generator: inout Generator) {
    precondition(widths.count >= 2, "an MLP of widths \(widths) has no layer: give an input and an output width")
    var layers: [Linear] = []
    for (inputs, outputs) in Swift.zip(widths, widths.dropFirst()) {
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
  public func callAsFunction(_ x: Tensor) -> Tensor {
    layers.dropLast().reduce(x) { $1($0).relu() }.applying(layers[layers.count - 1])
  }

  /// Shows the layers.
  public mutating func visit(_ visitor: inout ParameterVisitor) { visitor.branch("layers", &layers) }
}

extension Tensor {
  fileprivate func applying(_ layer: Linear) -> Tensor { layer(self) }
}
