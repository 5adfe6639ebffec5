import Foundation
internal import Requirements

/// Student's t distribution with a whole number of degrees of freedom.
enum StudentT {
  /// Returns P(|T| ≥ t), by the finite sums for odd and even ν (Abramowitz and Stegun, 26.7.3 and 26.7.4).
  static func twoSidedPValue(_ t: Double, degrees: Int) -> Double {
    require(degrees > 0, "\(degrees) degrees of freedom; give at least 1")
    guard t.isFinite else { return 0 }
    let angle = atan(t / Double(degrees).squareRoot())
    let (sine, cosine) = (sin(angle), cos(angle))
    var (term, sum) = (1.0, 0.0)
    if degrees % 2 == 1 {
      guard degrees > 1 else { return 1 - 2 * angle / .pi }
      term = cosine
      sum = term
      for k in stride(from: 3, through: degrees - 2, by: 2) {
        term *= cosine * cosine * Double(k - 1) / Double(k)
        sum += term
      }
      return max(0, 1 - 2 / .pi * (angle + sine * sum))
    }
    sum = term
    for k in stride(from: 2, through: degrees - 2, by: 2) {
      term *= cosine * cosine * Double(k - 1) / Double(k)
      sum += term
    }
    return max(0, 1 - sine * sum)
  }
}
