import Foundation
import Testing

@testable import Scaling

/// Derivatives by the chain rule equal finite differences.
struct DualTests {
  static let functions: [(name: String, of: @Sendable (Dual, Dual) -> Dual)] = [
    ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("*", { $0 * $1 }), ("/", { $0 / $1 }), ("negation", { a, _ in -a }),
    ("number /", { a, _ in 2 / a }), ("- number", { a, _ in 3 - a }), ("/ number", { a, _ in a / 7 }),
    ("exp", { a, b in exp(a * b) }), ("log", { a, b in log(a / b) }), ("log1p", { a, _ in log1p(a) }),
    ("pow", { a, b in pow(a, b) }), ("sigmoid", { a, b in sigmoid(a - b) }), ("logSumExp", { a, b in logSumExp(a, b) }),
    ("logGamma", { a, _ in logGamma(a) }),
  ]

  @Test(arguments: functions.indices) func derivativeIsTheLimitOfDifferences(_ index: Int) {
    let function = Self.functions[index]
    for (x, y) in [(0.7, 1.9), (2.5, 0.3), (11, 4)] {
      let both = function.of(.parameter(x, 0), .parameter(y, 1))
      let step = 1e-6
      let byX = (function.of(Dual(x + step), Dual(y)).value - function.of(Dual(x - step), Dual(y)).value) / (2 * step)
      let byY = (function.of(Dual(x), Dual(y + step)).value - function.of(Dual(x), Dual(y - step)).value) / (2 * step)
      #expect(abs(both.partials[0] - byX) <= 1e-6 * max(1, abs(byX)), "\(function.name) by the first")
      #expect(abs(both.partials[1] - byY) <= 1e-6 * max(1, abs(byY)), "\(function.name) by the second")
    }
  }

  @Test func digammaAtKnownPlaces() {
    let euler = 0.5772156649015329
    #expect(abs(digamma(1) + euler) < 1e-12)
    #expect(abs(digamma(0.5) + euler + 2 * Foundation.log(2)) < 1e-12)
    #expect(abs(digamma(101) - digamma(100) - 0.01) < 1e-12)
  }

  @Test func nothingOverflowsThatHasAFiniteValue() {
    #expect(sigmoid(Dual(-800)).value == 0)
    #expect(sigmoid(Dual(800)).value == 1)
    #expect(logSumExp(Dual(900), Dual(-900)).value == 900)
  }
}
