import Foundation
import Testing

@testable import Scaling

struct SchedulesTests {
  static func schedule(_ rate: (Double) -> Double, every: Double, decay: Double? = nil) throws -> Schedules.Schedule {
    let steps = Array(stride(from: 0, through: 4000, by: every))
    let all = try Observations(
      variables: [("step", steps + [0]), ("rate", steps.map(rate) + [1])],
      target: ("loss", Array(repeating: 1, count: steps.count + 1)),
      runs: steps.map { _ in "a" } + ["b"])
    return try Schedules(all, law: "test", warmUpShare: 0.5, decay: decay).runs[0]
  }

  /// Logged now and then, the sums are those of the whole schedule.
  @Test func closedFormsEqualStepByStepSums() throws {
    let rate: (Double) -> Double = { 3e-4 * (1 - $0 / 5000) }
    let coarse = try Self.schedule(rate, every: 100, decay: 0.999)
    var (momentum, area, sum) = (0.0, 0.0, 0.0)
    for step in 1...4000 {
      momentum = 0.999 * momentum + rate(Double(step - 1)) - rate(Double(step))
      area += momentum
      sum += 0.5 * (rate(Double(step - 1)) + rate(Double(step)))
    }
    #expect(abs(try #require(coarse.annealing.last) - area) < 1e-9 * area)
    #expect(abs(try #require(coarse.sums.last) - sum) < 1e-9 * sum)
  }

  @Test func aJumpFallsAtTheLaterStep() throws {
    let schedule = try Self.schedule({ $0 < 2000 ? 3e-4 : 1e-4 }, every: 100)
    let fall = try #require(schedule.falls.first)
    #expect(schedule.falls.count == 1)
    #expect(schedule.steps[fall.index] == 2000)
    #expect(abs(fall.sum - 0.6) < 1e-12)
    #expect(abs(exp(fall.logRate) - 1e-4) < 1e-16)
    #expect(abs(try #require(schedule.sums.last) - 0.8) < 1e-12)
  }

  /// What was logged from step 1000 on rose from zero before: falls below zero, whose rates and sums lie on a line.
  @Test func warmUpIsAFallBelowZero() throws {
    let all = try Observations(
      variables: [("step", [1000, 2000]), ("rate", [3e-4, 3e-4])], target: ("loss", [1, 1]), runs: ["a", "a"])
    let falls = try Schedules(all, law: "test", warmUpShare: 0.5).runs[0].falls
    #expect(abs(falls.reduce(0) { $0 + $1.drop } + 3e-4) < 1e-12)
    for fall in falls {
      let step = 1000 * exp(fall.logRate) / 3e-4
      #expect(fall.index == 0)
      #expect(abs(fall.sum - 0.5 * step * step / 1000 * 3e-4) < 1e-12)
    }
    #expect(try Schedules(all, law: "test", warmUpShare: 0).runs[0].falls.isEmpty)
  }

  @Test func withoutRunsNothingIsKnown() throws {
    let all = try Observations(variables: [("step", [1, 2]), ("rate", [1, 1])], target: ("loss", [2, 1]))
    #expect(throws: ScalingError.needsRuns(law: "multiPower")) { try MultiPower().prepared(for: all) }
  }
}
