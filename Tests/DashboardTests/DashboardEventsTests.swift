import Foundation
import Runs
import Testing

@testable import Dashboard

@Suite struct DashboardEventsTests {
  @Test func aChangeOfTheStoreIsToldOnce() async throws {
    var dashboard = try TestDashboard(live: ToyService())
    (dashboard.routes.events.pause, dashboard.routes.events.beat) = (.zero, 1)
    let store = dashboard.store
    let text = try await dashboard.ask("/dashboard/events") { text in
      let beats = text.components(separatedBy: ": still here\n\n").count - 1
      if beats == 3 && text.hasSuffix(": still here\n\n") { try store.sample() }
      return beats == 6
    }.text
    let beat = ": still here\n\n"
    let told = "event: store\ndata: {}\n\n"
    #expect(text == "retry: 2000\n\n" + beat + beat + beat + told + beat + beat + beat)
  }
}
