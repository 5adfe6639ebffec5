import Foundation
import Testing

@testable import Scaling

struct TrendTests {
  @Test func tauOfAMonotoneCurveIsOne() throws {
    let falling = Trend(try observations([1, 2, 4, 8, 16], [5, 4, 3, 2, 1]))
    #expect(falling.tau == -1)
    // 2 of 120 orders are as extreme.
    #expect(abs(falling.pValue - 2.0 / 120) < 1e-12)
    #expect(falling.fallingMisfit == 0)
    #expect(abs(falling.risingMisfit - 1) < 1e-12)
    #expect(falling.turningPoint == nil)
  }

  @Test func repeatsAreAveraged() throws {
    let trend = Trend(try observations([1, 1, 2, 2], [1, 3, 5, 7]))
    #expect(trend.scales == [1, 2])
    #expect(trend.means == [2, 6])
  }

  @Test func aUTurns() throws {
    let x = logSpaced(1, 1e4, 15)
    let noise = errors(15, 0.01, seed: 3)
    let u = Trend(try observations(x, zip(x, noise).map { 2 + 0.05 * pow(log($0 / 100), 2) + $1 }))
    let turn = try #require(u.turningPoint)
    #expect(turn.before < 0 && turn.after > 0)
    #expect(20 < turn.scale && turn.scale < 500)
  }

  /// Of curves without any trend, one in twenty looks like one, and a turn is rarer.
  @Test func noiseRarelyLooksLikeATrend() throws {
    var (trends, turns) = (0, 0)
    for seed in 0..<100 {
      let trend = Trend(try observations(logSpaced(1, 1e4, 9), errors(9, 1, seed: UInt64(seed)).map { 5 + $0 }))
      if trend.pValue < 0.05 { trends += 1 }
      if trend.turningPoint != nil { turns += 1 }
    }
    #expect(trends <= 12)
    #expect(turns <= 8)
  }
}
