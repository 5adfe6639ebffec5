import Foundation

extension Generator {
  /// A uniform number in [0, 1) with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A uniform number in `range`.
  public mutating func uniform(in range: Range<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A standard normal number (Box–Muller, one of the pair).
  public mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  /// True with this probability.
  public mutating func bernoulli(_ probability: Double) -> Bool {
    uniform() < probability
  }

  /// A whole number in `range`, uniform.
  public mutating func integer(in range: Range<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  /// A uniformly random order of 0..<count.
  public mutating func permutation(_ count: Int) -> [Int] {
    (0..<count).shuffled(using: &self)
  }
}
