internal import Foundation
public import Tensors

/// down(activation(gate x) · up x), or down(activation(up x)) without a gate.
///
/// - Source: Shazeer 2020, "GLU Variants Improve Transformer", Equation 6.
/// - Shapes: [..., width] to the same through [..., innerWidth].
public struct DecoderMLP: ParameterTree {
  /// Gate and up, [2 · innerWidth, width], where they are one matrix.
  public var gateUp: Linear?
  /// [innerWidth, width], where there is a gate with a matrix of its own.
  public var gate: Linear?
  /// [innerWidth, width], where it has a matrix of its own.
  public var up: Linear?
  /// [width, innerWidth].
  public var down: Linear
  /// The nonlinearity.
  public let activation: DecoderConfiguration.Activation

  init(_ c: DecoderConfiguration, _ linear: (_ inputs: Int, _ outputs: Int, _ hasBias: Bool) -> Linear) {
    if c.joinsProjections && c.isGated {
      gateUp = linear(c.width, 2 * c.innerWidth, c.hasInnerBiases)
    } else {
      gate = c.isGated ? linear(c.width, c.innerWidth, c.hasInnerBiases) : nil
      up = linear(c.width, c.innerWidth, c.hasInnerBiases)
    }
    down = linear(c.innerWidth, c.width, c.hasInnerBiases)
    activation = c.activation
  }

  /// Applies the map.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    if let gateUp {
      let both = gateUp(x)
      if activation == .silu, both.isFusible { return down(both.gated()) }
      let parts = both.split(2, -1)
      return down(activation(parts[0]) * parts[1])
    }
    guard let up else { return x }
    return down(gate.map { activation($0(x)) * up(x) } ?? activation(up(x)))
  }

  /// Visits the matrices.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("gateUp", &gateUp)
    visitor.branch("gate", &gate)
    visitor.branch("up", &up)
    visitor.branch("down", &down)
  }
}

extension DecoderConfiguration.Activation {
  /// The nonlinearity of each element.
  func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .silu: x.silu()
    case .gelu: x.gelu()
    case .geluTanh: x * 0.5 * (((x + x * x.squared() * 0.044715) * (2 / Double.pi).squareRoot()).tanh() + 1)
    }
  }
}
