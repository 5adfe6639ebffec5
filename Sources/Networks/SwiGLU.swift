public import Randomness
public import Tensors

/// The gated two-layer map down(silu(gate(x)) · up(x)), gate and up as one matrix.
///
/// - Source: Shazeer 2020, "GLU Variants Improve Transformer", Equation 6.
/// - Shapes: [..., width] to [..., width] through an inner width of ⌈expansion · width · 2/3⌉, up to a multiple of 256.
public struct SwiGLU: ParameterTree {
  /// The weights of gate and up, [2 · inner, width].
  public var gateUp: Linear
  /// The weights of the down projection, [width, inner].
  public var down: Linear

  /// Returns the inner width, rounded as in the published code.
  public static func innerWidth(_ width: Int, expansion: Double, multiple: Int = 256) -> Int {
    let exact = Int((expansion * Double(width) * 2 / 3).rounded(.toNearestOrEven))
    return (exact + multiple - 1) / multiple * multiple
  }

  /// Creates a map of this width.
  public init(_ width: Int, expansion: Double, multiple: Int = 256, using generator: inout Generator) {
    let inner = Self.innerWidth(width, expansion: expansion, multiple: multiple)
    gateUp = Linear(width, 2 * inner, using: &generator)
    down = Linear(inner, width, using: &generator)
  }

  /// Applies the map, its gate in one pass if the device allows it.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let both = gateUp(x)
    if both.isFusible { return down(both.gated()) }
    let parts = both.split(2, -1)
    return down(parts[0].silu() * parts[1])
  }

  /// Applies the map by libtorch's operations alone, which round as in the published code.
  public func plainly(_ x: Tensor) -> Tensor {
    let parts = gateUp.plainly(x).split(2, -1)
    return down.plainly(parts[0].silu() * parts[1])
  }

  /// Visits both matrices.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("gateUp", &gateUp)
    visitor.branch("down", &down)
  }
}
