import Foundation
import Runs
import Testing

@testable import Dashboard

@Suite struct DashboardEventsTests {
  @Test func aChangeOfTheStoreIsToldOnce() async throws {
    var dashboard = try TestDashboard(live: ToyService())
    (dashboard.routes.events.pause, dashboard.routes.events.beat) = (.milliseconds(1), 1)
    let store = dashboard.store
    async let reply = dashboard.ask("/dashboard/events", parts: 60)
    try await Task.sleep(for: .milliseconds(5))
    try store.sample()
    let text = try await reply.text
    #expect(text.hasPrefix("retry: "))
    #expect(text.contains(": still here\n\n"))
    // The run and its metrics may have been seen one by one.
    #expect(text.components(separatedBy: "event: store\n").count <= 3)
    #expect(!text.contains("event: live"))
  }
}
