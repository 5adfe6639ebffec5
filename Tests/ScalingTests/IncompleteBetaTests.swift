import Foundation
import Testing

@testable import Scaling

@Suite struct IncompleteBetaTests {
  static let grid = [1e-6, 1e-3, 0.1, 0.3, 0.5, 0.8, 0.999]

  @Test(arguments: grid) func itHasItsClosedForms(_ x: Double) {
    for b in [0.5, 1, 7, 300] {
      #expect(abs(IncompleteBeta.value(x, 1, b) / -expm1(b * log1p(-x)) - 1) < 1e-12)
    }
    for a in [0.5, 2, 9] { #expect(abs(IncompleteBeta.value(x, a, 1) / pow(x, a) - 1) < 1e-12) }
    #expect(abs(IncompleteBeta.value(x, 0.5, 0.5) - 2 / .pi * asin(x.squareRoot())) < 1e-13)
  }

  @Test(arguments: grid) func mirroringGivesTheRest(_ x: Double) {
    for (a, b) in [(0.3, 2.0), (5, 5), (40, 3), (10, 1000)] {
      #expect(abs(IncompleteBeta.value(x, a, b) + IncompleteBeta.value(1 - x, b, a) - 1) < 1e-12)
    }
  }

  @Test func itIsTheTailOfTheBinomial() {
    // P(Binomial(n, p) ≥ r) = Iₚ(r, n − r + 1), summed from below.
    for (n, p, r) in [(10, 0.3, 4), (200, 0.02, 5), (50_000, 2e-4, 10), (100_000, 0.5, 50_100)] {
      var (term, below) = (Double(n) * log1p(-p), 0.0)
      for i in 0..<r {
        below += exp(term)
        term += log(Double(n - i) / Double(i + 1)) + log(p) - log1p(-p)
      }
      #expect(abs(IncompleteBeta.value(p, Double(r), Double(n - r + 1)) - (1 - below)) < 1e-9)
    }
  }

  @Test func theInverseUndoesIt() {
    for (a, b) in [(0.5, 0.5), (1.0, 1.0), (2, 30), (10, 49_991), (1, 1e6), (3e5, 7e5), (200, 0.7)] {
      for p in [1e-9, 0.025, 0.5, 0.9, 0.975] {
        let x = IncompleteBeta.inverse(p, a, b)
        #expect(abs(IncompleteBeta.value(x, a, b) / p - 1) < 1e-7, "\(a) \(b) \(p) \(x)")
      }
    }
    #expect(IncompleteBeta.inverse(0, 2, 3) == 0 && IncompleteBeta.inverse(1, 2, 3) == 1)
    #expect(IncompleteBeta.value(0, 2, 3) == 0 && IncompleteBeta.value(1, 2, 3) == 1)
  }

  @Test func theLogarithmOfGammaIsThatOfFactorials() {
    var sum = 0.0
    for n in 1...170 {
      #expect(abs(IncompleteBeta.logGamma(Double(n)) - sum) <= 1e-13 * max(1, sum))
      sum += log(Double(n))
    }
    #expect(abs(IncompleteBeta.logGamma(0.5) - 0.5 * log(.pi)) < 1e-14)
  }
}
