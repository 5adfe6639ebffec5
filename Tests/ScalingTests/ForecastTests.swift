import Testing

@testable import Scaling

struct ForecastTests {
  static func curve(_ count: Int = 18, noise: Double = 0.003, seed: UInt64 = 1) throws -> Observations {
    let x = logSpaced(10, 1e6, count)
    return try observations(
      x, zip(x, errors(count, noise, seed: seed)).map { (1.5 + 8 * powerOf($0, -0.35)) * (1 + $1) })
  }

  @Test func aLawBeatsPersistenceOnItsOwnData() throws {
    let forecast = try Forecast(PowerLaw(), Self.curve(), cutoff: 1e4, objective: .squaredLog)
    #expect(forecast.rows.allSatisfy { $0.scale > 1e4 })
    #expect(forecast.relativeError < 0.02)
    #expect(forecast.skill > 0.7)
    #expect(forecast.coverage >= 0.7)
    #expect(forecast.worstError >= forecast.relativeError)
    let last = try #require(forecast.rows.last)
    let largest = forecast.fit.observations.scale.indices.max {
      forecast.fit.observations.scale[$0] < forecast.fit.observations.scale[$1]
    }
    #expect(last.persistence == forecast.fit.observations.y[try #require(largest)])
  }

  @Test func predictionIntervalsHoldNewMeasurements() throws {
    var (inside, total) = (0, 0)
    for seed in 0..<40 {
      let forecast = try Forecast(
        PowerLaw(), Self.curve(noise: 0.01, seed: UInt64(seed)), cutoff: 2.5e5, objective: .squaredLog, replicates: 100)
      for row in forecast.rows {
        total += 1
        if try #require(row.interval).contains(row.measured) { inside += 1 }
      }
    }
    #expect(Double(inside) / Double(total) > 0.85)
  }

  @Test func nothingToForecastIsRefused() throws {
    #expect(throws: ScalingError.self) {
      try Forecast(PowerLaw(), Self.curve(), cutoff: 1e7, objective: .squaredLog)
    }
    #expect(throws: ScalingError.self) { try Forecast(PowerLaw(), Self.curve(), cutoff: 1, objective: .squaredLog) }
  }
}
