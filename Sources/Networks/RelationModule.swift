public import Randomness
public import Tensors

/// A learned likeness of two examples, from their features side by side.
///
/// g([a, b]), before the sigmoid
///
/// - Source: Sung et al. 2018, "Learning to Compare", Section 3.4 and Figure 2. <https://arxiv.org/abs/1711.06025>
/// - Shapes: features [..., width] give [...].
public struct RelationModule: ParameterTree {
  /// Two linear layers with ReLU between them.
  public var layers: MLP

  /// A fresh module for features of this shape.
  public init(_ features: [Int], width: Int, using generator: inout Generator) {
    layers = MLP([2 * features.reduce(1, *), width, 1], using: &generator)
  }

  /// The likeness of each pair.
  public func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor { layers(.concatenate([a, b], -1)).squeezed(-1) }

  /// Shows the layers.
  public mutating func visit(_ visitor: inout ParameterVisitor) { visitor.branch("layers", &layers) }
}
