internal import CTorch

// Binary operations broadcast as NumPy's do: shapes are aligned at the end, and a dimension of 1 stretches.

extension Tensor {
  private static func apply(_ op: ct_binary_op, _ a: Tensor, _ b: Tensor, _ name: String) -> Tensor {
    giving("\(name) of \(a.shape) \(a.dtype) and \(b.shape) \(b.dtype)") { ct_binary(op, a.raw, b.raw, $0) }
  }

  private static func apply(_ op: ct_binary_op, _ a: Tensor, _ b: Double, _ name: String) -> Tensor {
    giving("\(name) of \(a.shape) \(a.dtype) and \(b)") { ct_binary_scalar(op, a.raw, b, $0) }
  }

  /// Returns the elementwise sum.
  public static func + (a: Tensor, b: Tensor) -> Tensor { apply(ct_add, a, b, "sum") }
  /// Returns the elementwise difference.
  public static func - (a: Tensor, b: Tensor) -> Tensor { apply(ct_sub, a, b, "difference") }
  /// Returns the elementwise product.
  public static func * (a: Tensor, b: Tensor) -> Tensor { apply(ct_mul, a, b, "product") }
  /// Returns the elementwise quotient.
  public static func / (a: Tensor, b: Tensor) -> Tensor { apply(ct_div, a, b, "quotient") }
  /// Returns each element plus a number.
  public static func + (a: Tensor, b: Double) -> Tensor { apply(ct_add, a, b, "sum") }
  /// Returns each element plus a number.
  public static func + (a: Double, b: Tensor) -> Tensor { b + a }
  /// Returns each element minus a number.
  public static func - (a: Tensor, b: Double) -> Tensor { apply(ct_sub, a, b, "difference") }
  /// Returns a number minus each element.
  public static func - (a: Double, b: Tensor) -> Tensor { -b + a }
  /// Returns each element times a number.
  public static func * (a: Tensor, b: Double) -> Tensor { apply(ct_mul, a, b, "product") }
  /// Returns each element times a number.
  public static func * (a: Double, b: Tensor) -> Tensor { b * a }
  /// Returns each element divided by a number.
  public static func / (a: Tensor, b: Double) -> Tensor { apply(ct_div, a, b, "quotient") }
  /// Returns a number divided by each element.
  public static func / (a: Double, b: Tensor) -> Tensor { b.reciprocal() * a }
  /// Returns the negative of each element.
  public static prefix func - (a: Tensor) -> Tensor { a.unary(ct_neg) }
  /// Replaces the left side by the elementwise sum.
  public static func += (a: inout Tensor, b: Tensor) { a = a + b }
  /// Replaces the left side by the elementwise difference.
  public static func -= (a: inout Tensor, b: Tensor) { a = a - b }

  /// Returns self + scale · other, in one pass over memory.
  public func adding(_ other: Tensor, scaledBy scale: Double) -> Tensor {
    giving("adding(scaledBy:) of \(shape) and \(other.shape)") { ct_add_scaled(raw, other.raw, scale, $0) }
  }
  /// Returns self + weight · (other − self), a step of an exponential moving average.
  public func lerp(to other: Tensor, _ weight: Double) -> Tensor {
    giving("lerp of \(shape) and \(other.shape)") { ct_lerp(raw, other.raw, weight, $0) }
  }

  /// Returns self to the power of `exponent`.
  public func power(_ exponent: Double) -> Tensor { Tensor.apply(ct_pow, self, exponent, "power") }
  /// Returns atan2(self, other).
  public func atan2(_ other: Tensor) -> Tensor { Tensor.apply(ct_atan2, self, other, "atan2") }
  /// Returns the larger element of each pair.
  public func maximum(_ other: Tensor) -> Tensor { Tensor.apply(ct_maximum, self, other, "maximum") }
  /// Returns the smaller element of each pair.
  public func minimum(_ other: Tensor) -> Tensor { Tensor.apply(ct_minimum, self, other, "minimum") }
  /// Returns the elements clamped to the range.
  public func clamped(to range: ClosedRange<Double>) -> Tensor {
    giving { ct_clamp(raw, range.lowerBound, range.upperBound, $0) }
  }
  /// Returns the remainder with the sign of the divisor.
  public func remainder(_ divisor: Double) -> Tensor { Tensor.apply(ct_remainder, self, divisor, "remainder") }

  /// Returns true where the elements are equal.
  public static func .== (a: Tensor, b: Tensor) -> Tensor { apply(ct_eq, a, b, "==") }
  /// Returns true where the element is this number.
  public static func .== (a: Tensor, b: Double) -> Tensor { apply(ct_eq, a, b, "==") }
  /// Returns true where the elements differ.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor { apply(ct_ne, a, b, "!=") }
  /// Returns true where the element is not this number.
  public static func .!= (a: Tensor, b: Double) -> Tensor { apply(ct_ne, a, b, "!=") }
  /// Returns true where the left element is smaller.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { apply(ct_lt, a, b, "<") }
  /// Returns true where the left element is smaller.
  public static func .< (a: Tensor, b: Double) -> Tensor { apply(ct_lt, a, b, "<") }
  /// Returns true where the left element is larger.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { apply(ct_gt, a, b, ">") }
  /// Returns true where the left element is larger.
  public static func .> (a: Tensor, b: Double) -> Tensor { apply(ct_gt, a, b, ">") }
  /// Returns true where the left element is not smaller.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor { apply(ct_ge, a, b, ">=") }
  /// Returns true where the left element is not smaller.
  public static func .>= (a: Tensor, b: Double) -> Tensor { apply(ct_ge, a, b, ">=") }
  /// Returns true where both are true.
  public static func .& (a: Tensor, b: Tensor) -> Tensor { apply(ct_and, a, b, "and") }
  /// Returns true where at least one is true.
  public static func .| (a: Tensor, b: Tensor) -> Tensor { apply(ct_or, a, b, "or") }

  /// Returns `yes` where this mask is true, else `no`.
  public func select(_ yes: Tensor, else no: Tensor) -> Tensor {
    giving("select of \(shape), \(yes.shape), \(no.shape)") { ct_where(raw, yes.raw, no.raw, $0) }
  }
}

extension Tensor {
  func unary(_ op: ct_unary_op, _ name: String = #function) -> Tensor {
    giving("\(name) of \(shape) \(dtype)") { ct_unary(op, raw, $0) }
  }

  /// Returns eˣ.
  public func exp() -> Tensor { unary(ct_exp) }
  /// Returns ln x.
  public func log() -> Tensor { unary(ct_log) }
  /// Returns ln(1 + x).
  public func log1p() -> Tensor { unary(ct_log1p) }
  /// Returns √x.
  public func squareRoot() -> Tensor { unary(ct_sqrt) }
  /// Returns 1/√x.
  public func reciprocalSquareRoot() -> Tensor { unary(ct_rsqrt) }
  /// Returns 1/x.
  public func reciprocal() -> Tensor { unary(ct_reciprocal) }
  /// Returns x².
  public func squared() -> Tensor { unary(ct_square) }
  /// Returns |x|.
  public func magnitude() -> Tensor { unary(ct_abs) }
  /// Returns −1, 0 or 1, the sign of each element.
  public func sign() -> Tensor { unary(ct_sign) }
  /// Returns sin x, in radians.
  public func sin() -> Tensor { unary(ct_sin) }
  /// Returns cos x, in radians.
  public func cos() -> Tensor { unary(ct_cos) }
  /// Returns the hyperbolic tangent.
  public func tanh() -> Tensor { unary(ct_tanh) }
  /// Returns 1/(1 + e⁻ˣ).
  public func sigmoid() -> Tensor { unary(ct_sigmoid) }
  /// Returns ln sigmoid(x), without overflow.
  public func logSigmoid() -> Tensor { unary(ct_log_sigmoid) }
  /// Returns max(x, 0).
  public func relu() -> Tensor { unary(ct_relu) }
  /// Returns x · sigmoid(x).
  public func silu() -> Tensor { unary(ct_silu) }
  /// Returns x · Φ(x).
  public func gelu() -> Tensor { unary(ct_gelu) }
  /// Returns ln(1 + eˣ).
  public func softplus() -> Tensor { unary(ct_softplus) }
  /// Returns the inverse of the error function.
  public func inverseErrorFunction() -> Tensor { unary(ct_erfinv) }
  /// Returns the largest whole number not above x.
  public func floor() -> Tensor { unary(ct_floor) }
  /// Returns true where the element is false.
  public func not() -> Tensor { unary(ct_logical_not) }
  /// Returns true where the element is neither infinite nor NaN.
  public func isFinite() -> Tensor { unary(ct_isfinite) }
}

infix operator .== : ComparisonPrecedence
infix operator .!= : ComparisonPrecedence
infix operator .& : LogicalConjunctionPrecedence
infix operator .| : LogicalDisjunctionPrecedence
