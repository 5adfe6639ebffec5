public import Randomness
public import Tensors

/// down(silu(gate(x)) · up(x)): a gated two-layer map, gate and up as one matrix.
///
/// - Source: Shazeer 2020, "GLU Variants Improve Transformer", Equation 6.
/// - Shapes: [..., width] to [..., width] through an inner width of ⌈expansion · width · 2/3⌉, up to a multiple of 256.
public struct SwiGLU: ParameterTree {
  /// Gate and up, [2 · inner, width].
  public var gateUp: Linear
  /// [width, inner].
  public var down: Linear

  /// The inner width that the published code rounds to.
  public static func innerWidth(_ width: Int, expansion: Double, multiple: Int = 256) -> Int {
    let exact = Int((expansion * Double(width) * 2 / 3).rounded(.toNearestOrEven))
    return (exact + multiple - 1) / multiple * multiple
  }

  /// A map of this width.
  public init(_ width: Int, expansion: Double, multiple: Int = 256, using generator: inout Generator) {
    let inner = Self.innerWidth(width, expansion: expansion, multiple: multiple)
    gateUp = Linear(width, 2 * inner, using: &generator)
    down = Linear(inner, width, using: &generator)
  }

  /// Applies the map: by plain operations, or with `twice` by a fused gate that can be differentiated twice or once.
  public func callAsFunction(_ x: Tensor, twice: Bool? = nil) -> Tensor {
    guard let twice else {
      let parts = gateUp.plainly(x).split(2, -1)
      return down.plainly(parts[0].silu() * parts[1])
    }
    let both = gateUp(x)
    if both.isFusible { return down(both.gated(twice: twice)) }
    let parts = both.split(2, -1)
    return down(parts[0].silu() * parts[1])
  }

  /// Shows both matrices.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("gateUp", &gateUp)
    visitor.branch("down", &down)
  }
}
