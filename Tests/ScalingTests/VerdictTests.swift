import Foundation
import Testing

@testable import Scaling

/// Curves whose answer is known.
struct VerdictTests {
  static let scales = logSpaced(10, 1e6, 16)

  static func verdict(
    _ curve: (Double) -> Double, noise: Double = 0.003, seed: UInt64 = 1, goal: Verdict.Goal = .lower
  ) throws -> Verdict {
    let y = zip(scales, errors(scales.count, noise, seed: seed)).map { curve($0) * (1 + $1) }
    return Verdict(
      try observations(scales, y), goal: goal, objective: y.allSatisfy { $0 > 0 } ? .squaredLog : .squared,
      replicates: 50)
  }

  @Test(arguments: 1...5) func aPowerLawIsALaw(_ seed: UInt64) throws {
    let verdict = try Self.verdict({ 1.5 + 8 * pow($0, -0.35) }, seed: seed)
    #expect(verdict.answer == .law, "\(verdict.reason)")
    #expect(verdict.evidence.allSatisfy { $0.isPassed != false })
  }

  @Test func aRisingAccuracyIsALaw() throws {
    let verdict = try Self.verdict({ 0.9 - 0.8 * pow($0, -0.3) }, goal: .higher)
    #expect(verdict.answer == .law, "\(verdict.reason)")
  }

  @Test(arguments: 1...5) func aFlatEndIsAPlateau(_ seed: UInt64) throws {
    let flat = try Self.verdict({ _ in 2.5 }, noise: 0.001, seed: seed)
    #expect(flat.answer == .plateau, "\(flat.reason)")
    let ended = try Self.verdict({ $0 < 2000 ? 4 - 0.25 * log($0) : 4 - 0.25 * log(2000) }, noise: 0.001, seed: seed)
    #expect(ended.answer == .plateau, "\(ended.reason)")
  }

  @Test func gettingWorseIsInverse() throws {
    let verdict = try Self.verdict { 2 + 0.1 * log($0) }
    #expect(verdict.answer == .inverse, "\(verdict.reason)")
    let accuracy = try Self.verdict({ 0.8 - 0.02 * log($0) }, goal: .higher)
    #expect(accuracy.answer == .inverse, "\(accuracy.reason)")
  }

  @Test func aUIsNotForecastable() throws {
    let verdict = try Self.verdict { 2 + 0.05 * pow(log($0 / 3000), 2) }
    #expect(verdict.answer == .notForecastable || verdict.answer == .inverse, "\(verdict.reason)")
    #expect(verdict.trend?.turningPoint != nil)
    #expect(verdict.evidence.contains { $0.question == "no turning point" && $0.isPassed == false })
  }

  @Test(arguments: 1...5) func noiseIsNotForecastable(_ seed: UInt64) throws {
    let verdict = try Self.verdict({ _ in 2 }, noise: 0.2, seed: seed)
    #expect(verdict.answer == .notForecastable, "\(verdict.reason)")
    #expect(verdict.reason.hasPrefix("because"))
  }

  @Test func aWaveIsNotForecastable() throws {
    #expect(try Self.verdict { 3 + sineOf($0) }.answer == .notForecastable)
  }

  /// A jump that the small scales do not announce.
  @Test func emergenceIsNotForecastable() throws {
    let verdict = try Self.verdict({ $0 > 3e5 ? 0.7 : 0.02 }, goal: .higher)
    #expect(verdict.answer == .notForecastable, "\(verdict.reason)")
  }

  /// The checkpoints of one run walk somewhere whatever scale does.
  @Test func oneRunShowsNoTrend() throws {
    let y = Self.scales.map { 2 + 0.1 * log($0) }
    let one = try observations(Self.scales, y, runs: Self.scales.map { _ in "a" })
    #expect(Trend(one).pValue == 1)
    #expect(Verdict(one, objective: .squaredLog, replicates: 50).answer != .inverse)
  }

  @Test func changesThatDoNotCountAreAPlateau() throws {
    let verdict = try Self.verdict({ 2 + 1e-5 * log($0) }, noise: 0)
    #expect(verdict.answer == .plateau, "\(verdict.reason)")
  }

  @Test func fewScalesAreSaidToBeFew() throws {
    let verdict = Verdict(try observations([1, 2, 4], [3, 2, 1]), objective: .squaredLog)
    #expect(verdict.answer == .notForecastable)
    #expect(verdict.reason.contains("3 different scales"))
  }
}
