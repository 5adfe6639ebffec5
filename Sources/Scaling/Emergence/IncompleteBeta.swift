import Foundation

/// The distribution function of the beta distribution, and its inverse.
///
/// Iₓ(a, b) = ∫₀ˣ tᵃ⁻¹ (1−t)ᵇ⁻¹ dt / B(a, b),  a, b > 0
///
/// It is the tail of the binomial distribution: P(Binomial(n, p) ≥ r) = Iₚ(r, n−r+1).
/// - Source: continued fraction: Abramowitz, Stegun 1964, 26.5.8, evaluated by Lentz's method as Thompson and Barnett
///   1986 modified it.
enum IncompleteBeta {
  /// Returns Iₓ(a, b) for x in 0...1.
  static func value(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges fast below the mean; above it the mirrored one does.
    return x < (a + 1) / (a + b + 2)
      ? exp(logFront(x, a, b)) * fraction(x, a, b) / a : 1 - exp(logFront(1 - x, b, a)) * fraction(1 - x, b, a) / b
  }

  /// Returns the x at which Iₓ(a, b) = p, by Newton's method inside a bracket that halves when a step would leave it.
  static func inverse(_ p: Double, _ a: Double, _ b: Double) -> Double {
    if p <= 0 { return 0 }
    if p >= 1 { return 1 }
    var (low, high) = (0.0, 1.0)
    var x = a / (a + b)
    // Halving alone reaches the smallest normal number in 1,022 steps.
    for _ in 0..<1100 {
      let excess = value(x, a, b) - p
      if excess == 0 { return x }
      if excess > 0 { high = x } else { low = x }
      let slope = exp(logFront(x, a, b) - log(x) - log1p(-x))
      let newton = x - excess / slope
      let next = newton > low && newton < high ? newton : low + (high - low) / 2
      if abs(next - x) <= 1e-15 * x { return next }
      x = next
    }
    return x
  }

  /// Returns ln xᵃ (1−x)ᵇ / B(a, b).
  private static func logFront(_ x: Double, _ a: Double, _ b: Double) -> Double {
    a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = d
    // About √max(a, b) terms are needed, so that this suffices for a billion samples.
    for step in 1...100_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }

  /// Returns ln Γ(x) for x > 0. The C library's own writes the sign to a global variable, a data race between threads.
  static func logGamma(_ x: Double) -> Double {
    // Γ(x) = Γ(x+n) / (x (x+1) … (x+n−1)) moves small x to where Stirling's series is exact to the last digit.
    var (shifted, product) = (x, 1.0)
    while shifted < 15 {
      product *= shifted
      shifted += 1
    }
    let y = 1 / (shifted * shifted)
    let series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / shifted
    return (shifted - 0.5) * log(shifted) - shifted + 0.5 * log(2 * .pi) + series - log(product)
  }
}
