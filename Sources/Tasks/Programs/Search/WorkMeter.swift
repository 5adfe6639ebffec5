/// A bound on work that counts operations, so that it is the same on every machine, and may have a deadline besides.
struct WorkMeter: Sendable {
  private var left: Int
  private let deadline: ContinuousClock.Instant?
  private var untilClock = 0

  /// Creates a bound of so many operations; without a deadline no clock is read.
  init(operations: Int, deadline: ContinuousClock.Instant?) { (left, self.deadline) = (operations, deadline) }

  /// Whether nothing is left.
  var isSpent: Bool { left <= 0 }

  /// Spends operations; returns whether any are left.
  mutating func spend(_ operations: Int) -> Bool {
    left -= operations
    untilClock -= operations
    if untilClock <= 0, let deadline {
      untilClock = 200_000
      if ContinuousClock.now > deadline { left = 0 }
    }
    return left > 0
  }
}
