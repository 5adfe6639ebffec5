import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct RateScheduleTests {
  @Test func theWarmUpIsALine() {
    let schedule = RateSchedule(peak: 2, warmUp: 4)
    #expect((0..<6).map { schedule.rate(at: $0, of: 100) } == [0.5, 1, 1.5, 2, 2, 2])
  }

  @Test func withoutAnEndItStays() {
    let schedule = RateSchedule(peak: 3)
    #expect(schedule.rate(at: 0, of: 10) == 3)
    #expect(schedule.rate(at: 10, of: 10) == 3)
  }

  @Test func theCosineFallsToItsEnd() {
    let schedule = RateSchedule(peak: 1, warmUp: 10, final: 0.2)
    #expect(abs(schedule.rate(at: 10, of: 110) - 1) < 1e-12)
    #expect(abs(schedule.rate(at: 60, of: 110) - 0.6) < 1e-12)
    #expect(abs(schedule.rate(at: 110, of: 110) - 0.2) < 1e-12)
    #expect(abs(schedule.rate(at: 500, of: 110) - 0.2) < 1e-12, "and stays there")
    let rates = (10...110).map { schedule.rate(at: $0, of: 110) }
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
  }
}
