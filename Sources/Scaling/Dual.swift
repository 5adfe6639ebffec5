import Foundation

/// A number with its derivatives by up to sixteen parameters: forward-mode differentiation without an allocation.
///
/// f(u + u'ε) = f(u) + f'(u) u' ε
///
/// A law is written once, in duals; its value, its gradient and the columns of its linear part all follow from that.
public struct Dual: Sendable {
  /// The value.
  public var value: Double
  /// The derivatives by parameter 0, 1, …
  public var partials: SIMD16<Double>

  /// The largest number of parameters of a law.
  public static let capacity = SIMD16<Double>.scalarCount

  /// Creates a number with these derivatives.
  @inlinable
  public init(_ value: Double, _ partials: SIMD16<Double> = .zero) {
    self.value = value
    self.partials = partials
  }

  /// Returns parameter number `index`, whose derivative by itself is 1.
  public static func parameter(_ value: Double, _ index: Int) -> Dual {
    var dual = Dual(value)
    dual.partials[index] = 1
    return dual
  }

  /// Whether the value and all derivatives are finite.
  var isFinite: Bool { (value + (partials * 0).sum()).isFinite }
}

extension Dual {
  @inline(__always)
  static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, a.partials + b.partials) }

  @inline(__always)
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, a.partials - b.partials) }

  @inline(__always)
  static func * (a: Dual, b: Dual) -> Dual { Dual(a.value * b.value, a.partials * b.value + b.partials * a.value) }

  @inline(__always)
  static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.value / b.value
    return Dual(quotient, (a.partials - b.partials * quotient) * (1 / b.value))
  }

  @inline(__always)
  static prefix func - (a: Dual) -> Dual { Dual(-a.value, -a.partials) }

  @inline(__always)
  static func + (a: Dual, b: Double) -> Dual { Dual(a.value + b, a.partials) }

  @inline(__always)
  static func + (a: Double, b: Dual) -> Dual { b + a }

  @inline(__always)
  static func - (a: Dual, b: Double) -> Dual { Dual(a.value - b, a.partials) }

  @inline(__always)
  static func - (a: Double, b: Dual) -> Dual { Dual(a - b.value, -b.partials) }

  @inline(__always)
  static func * (a: Dual, b: Double) -> Dual { Dual(a.value * b, a.partials * b) }

  @inline(__always)
  static func * (a: Double, b: Dual) -> Dual { b * a }

  @inline(__always)
  static func / (a: Double, b: Dual) -> Dual {
    let quotient = a / b.value
    return Dual(quotient, b.partials * (-quotient / b.value))
  }

  @inline(__always)
  static func / (a: Dual, b: Double) -> Dual { a * (1 / b) }
}

/// Returns a function of a dual, from its value and its derivative at that value.
@inline(__always)
func chain(_ u: Dual, _ value: Double, _ derivative: Double) -> Dual { Dual(value, u.partials * derivative) }

/// Returns eᵘ.
@inline(__always)
func exp(_ u: Dual) -> Dual {
  let value = Foundation.exp(u.value)
  return chain(u, value, value)
}

/// Returns ln u.
@inline(__always)
func log(_ u: Dual) -> Dual { chain(u, Foundation.log(u.value), 1 / u.value) }

/// Returns ln(1 + u), exact for small u.
@inline(__always)
func log1p(_ u: Dual) -> Dual { chain(u, Foundation.log1p(u.value), 1 / (1 + u.value)) }

/// Returns uᵃ for a dual exponent and a positive dual base.
@inline(__always)
func pow(_ u: Dual, _ a: Dual) -> Dual { exp(a * log(u)) }

/// Returns 1 / (1 + e⁻ᵘ), without overflow.
func sigmoid(_ u: Dual) -> Dual {
  let value = u.value >= 0 ? 1 / (1 + Foundation.exp(-u.value)) : 1 - 1 / (1 + Foundation.exp(u.value))
  return chain(u, value, value * (1 - value))
}

/// Returns ln(eᵘ + eᵛ), without overflow.
func logSumExp(_ u: Dual, _ v: Dual) -> Dual {
  let (high, low) = u.value >= v.value ? (u, v) : (v, u)
  return high + log1p(exp(low - high))
}

/// Returns ln Γ(u), whose derivative is the digamma function.
func logGamma(_ u: Dual) -> Dual { chain(u, IncompleteBeta.logGamma(u.value), digamma(u.value)) }

/// Returns ψ(x) = d ln Γ(x) / dx for x > 0: recurrence up to 10, then the asymptotic series (Abramowitz and Stegun,
/// 6.3.5, 6.3.18).
func digamma(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 10 {
    sum -= 1 / x
    x += 1
  }
  let y = 1 / (x * x)
  let series = y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y * (1.0 / 132)))))
  return sum + Foundation.log(x) - 0.5 / x - series
}

/// Returns eˣ, clamped below overflow.
func expOf(_ x: Double) -> Double { Foundation.exp(min(x, 690)) }
