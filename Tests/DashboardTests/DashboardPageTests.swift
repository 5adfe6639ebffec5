import Foundation
import Runs
import Testing

@testable import Dashboard

@Suite struct DashboardPageTests {
  @Test func anExportHasItsRunsWithIt() throws {
    let store = try RunStore.inMemory()
    let runs = try ["one", "two"].map {
      try store.sample($0, metrics: [Metric("loss", step: 1, value: 2), Metric("loss", step: 2, value: .infinity)]).id
    }
    let page = try DashboardPage.exported(store: store, runs: runs)
    let data = try #require(try exported(page))
    let ofRuns = runs.flatMap { ["runs/\($0)", "runs/\($0)/metrics"] }
    #expect(Set(data.keys) == Set(["runs", "compare/", "compare/loss"] + ofRuns))
    #expect(page.contains("default-src 'none'") && !page.contains("src=") && !page.contains("rel=\"stylesheet\""))
  }

  @Test func aHostileNameRemainsAName() throws {
    let store = try RunStore.inMemory()
    let name = "</script><script>alert(1)</script><!-- \u{2028} \"' &amp;"
    let run = try store.sample(
      name, configuration: #"{"a": "</script>"}"#, metrics: [Metric("</script>", step: 1, value: 1)])
    let page = try DashboardPage.exported(store: store, runs: [run.id])
    #expect(!page.contains("alert(1)</script>") && page.components(separatedBy: "</script>").count == 3)
    let rows = try #require(try exported(page)?["runs"] as? [String: Any])
    #expect((rows["runs"] as? [[String: Any]])?.first?["name"] as? String == name)
  }

  @Test func anUnknownRunIsRefused() throws {
    #expect(throws: RunStoreError.self) { try DashboardPage.exported(store: .inMemory(), runs: ["nobody"]) }
  }

  /// The answers in a page.
  private func exported(_ page: String) throws -> [String: Any]? {
    let start = try #require(page.range(of: "type=\"application/json\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    return try JSONSerialization.jsonObject(with: Data(page[start.upperBound..<end.lowerBound].utf8)) as? [String: Any]
  }
}
