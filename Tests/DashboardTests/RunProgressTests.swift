import Foundation
import Runs
import Testing

@testable import Dashboard

@Suite struct RunProgressTests {
  let begin = Date(timeIntervalSince1970: 1_790_000_000)

  @Test func theRestTakesAsLongAsItsShare() throws {
    let run = try RunStore.inMemory().sample(configuration: #"{"stages": [{"steps": 100}]}"#)
    let progress = try #require(RunProgress(run, step: 25, events: [], now: begin + 50))
    #expect(progress.total == 100 && progress.eta == 150)
  }

  @Test func aResumedRunHasThePaceSinceThen() throws {
    let run = try RunStore.inMemory().sample(configuration: #"{"stages": [{"steps": 100}]}"#)
    let resumed = Event("resumed after step 20", date: begin + 1000)
    #expect(RunProgress(run, step: 30, events: [resumed], now: begin + 1010)?.eta == 70)
    #expect(RunProgress(run, step: 20, events: [resumed], now: begin + 1010)?.eta == nil)
  }

  @Test func anotherKindOfRunHasNone() throws {
    #expect(RunProgress(try RunStore.inMemory().sample(), step: 3, events: [], now: begin) == nil)
  }
}
