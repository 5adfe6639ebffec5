import Foundation
import Runs
import Testing

@Suite struct RunStoreEventsTests {
  @Test func eventsKeepTheirOrderAndText() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    let now = Date(timeIntervalSince1970: 1_795_262_580)
    let events = [
      Event("started", date: now.addingTimeInterval(5)), Event("'; DROP TABLE run; --", level: .warning, date: now),
      Event("ended\n\u{1F600}", level: .error, date: now),
    ]
    for event in events { try store.log(event, for: run.id) }
    #expect(try store.events(of: run.id) == events)
    #expect(throws: RunStoreError.self) { try store.log(events[0], for: "nobody") }
  }
}
