import Foundation
internal import Requirements

/// The quantiles of samples and of the distributions that intervals need.
enum Quantile {
  /// Returns the q-quantile of sorted numbers, by linear interpolation (type 7 of Hyndman and Fan 1996).
  static func of(sorted values: [Double], _ q: Double) -> Double {
    require(!values.isEmpty, "a quantile of no numbers; give at least one")
    let place = min(max(q, 0), 1) * Double(values.count - 1)
    let low = Int(place)
    guard low + 1 < values.count else { return values[values.count - 1] }
    return values[low] + (place - Double(low)) * (values[low + 1] - values[low])
  }

  static func median(_ values: [Double]) -> Double { of(sorted: values.sorted(), 0.5) }

  /// Returns Φ(z), the normal distribution function.
  static func normalCDF(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// Returns Φ⁻¹(p): a rational approximation (Acklam 2003) with one step of Halley's method, exact to machine
  /// precision.
  static func normal(_ p: Double) -> Double {
    require(p > 0 && p < 1, "the normal quantile of \(p); give a probability between 0 and 1")
    let a = [
      -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
      -3.066479806614716e+01, 2.506628277459239e+00,
    ]
    let b = [
      -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
      -1.328068155288572e+01,
    ]
    let c = [
      -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
      4.374664141464968e+00, 2.938163982698783e+00,
    ]
    let d = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00]
    func polynomial(_ coefficients: [Double], _ x: Double) -> Double { coefficients.reduce(0) { $0 * x + $1 } }
    let tail = min(p, 1 - p)
    var z: Double
    if tail < 0.02425 {
      let q = (-2 * log(tail)).squareRoot()
      z = polynomial(c, q) / (polynomial(d, q) * q + 1)
      if p > 0.5 { z = -z }
    } else {
      let q = p - 0.5
      z = polynomial(a, q * q) * q / (polynomial(b, q * q) * q * q + 1)
    }
    let error = normalCDF(z) - p
    let step = error * (2 * Double.pi).squareRoot() * exp(z * z / 2)
    return z - step / (1 + z * step / 2)
  }

  /// Returns the quantile of Student's t with ν degrees of freedom (Hill 1970, Algorithm 396; exact for ν = 1 and 2).
  static func studentT(_ p: Double, degrees: Double) -> Double {
    require(degrees > 0, "\(degrees) degrees of freedom; give more than 0")
    guard p != 0.5 else { return 0 }
    if p < 0.5 { return -studentT(1 - p, degrees: degrees) }
    let both = 2 * (1 - p)
    if degrees == 1 { return 1 / tan(both * .pi / 2) }
    if degrees == 2 { return (2 / (both * (2 - both)) - 2).squareRoot() }
    let a = 1 / (degrees - 0.5)
    let b = 48 / (a * a)
    var c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    let d = ((94.5 / (b + c) - 3) / b + 1) * (a * .pi / 2).squareRoot() * degrees
    var y = pow(d * both, 2 / degrees)
    if y > 0.05 + a {
      let x = normal(both / 2)
      y = x * x
      if degrees < 5 { c += 0.3 * (degrees - 4.5) * (x + 0.6) }
      c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
      y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
      y = expm1(a * y * y)
    } else {
      y =
        ((1 / (((degrees + 6) / (degrees * y) - 0.089 * d - 0.822) * (degrees + 2) * 3) + 0.5 / (degrees + 4)) * y - 1)
        * (degrees + 1) / (degrees + 2) + 1 / y
    }
    return (degrees * y).squareRoot()
  }
}
