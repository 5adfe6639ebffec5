import Testing

@testable import Scaling

/// Values from tables of the distributions.
struct QuantilesTests {
  @Test func normal() {
    for (p, z) in [(0.975, 1.959963984540054), (0.5, 0), (0.001, -3.090232306167813), (0.9, 1.2815515655446004)] {
      #expect(abs(Quantile.normal(p) - z) < 1e-12)
      #expect(abs(Quantile.normalCDF(z) - p) < 1e-12)
    }
  }

  @Test func student() {
    let table: [(Double, Double, Double)] = [
      (0.975, 1, 12.706204736), (0.975, 2, 4.302652730), (0.975, 4, 2.776445105), (0.975, 10, 2.228138852),
      (0.95, 30, 1.697260887), (0.995, 7, 3.499483297), (0.025, 10, -2.228138852),
    ]
    for (p, degrees, t) in table {
      #expect(abs(Quantile.studentT(p, degrees: degrees) - t) < 2e-4 * abs(t))
      let both = p > 0.5 ? 2 * (1 - p) : 2 * p
      #expect(abs(StudentT.twoSidedPValue(abs(t), degrees: Int(degrees)) - both) < 1e-8)
    }
  }

  @Test func interpolation() {
    #expect(Quantile.of(sorted: [1, 2, 3, 4], 0.5) == 2.5)
    #expect(Quantile.of(sorted: [1, 2, 3, 4], 1) == 4)
    #expect(Quantile.median([9, 1, 5]) == 5)
  }
}
