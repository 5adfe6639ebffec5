import Foundation
import Runs
import Testing

@testable import Dashboard

@Suite struct WrittenPageTests {
  @Test func pagesOfRunsAndOthersAreFound() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try RunStore(directory: folder)
    let run = try store.sample()
    let pages = [folder.appending(path: "pages"), store.folder(of: run.id)]
    for place in pages { try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true) }
    try WholeFile.write("<title>Verdict: &lt;law&gt;</title>", to: pages[0].appending(path: "a verdict.html"))
    try WholeFile.write("no title", to: pages[1].appending(path: "report.html"))
    try FileManager.default.createSymbolicLink(
      at: pages[0].appending(path: "link.html"), withDestinationURL: folder.appending(path: "store.sqlite"))

    let dashboard = try TestDashboard(store: store)
    let found = try await dashboard.ask("/dashboard/api/pages").array
    #expect(found.compactMap { $0["title"] as? String } == ["Verdict: <law>", "report"])
    #expect(found.last?["run"] as? String == run.id)
    let link = try #require(found.first?["link"] as? String)
    let verdict = try await dashboard.ask(link)
    #expect(verdict.status == 200 && verdict.policy.hasPrefix("sandbox"))
    for path in ["pages/link.html", "..%2F..%2Fetc/passwd", "pages/..%2Fstore.sqlite", "pages/none.html", "../x.html"] {
      #expect(try await dashboard.ask("/dashboard/pages/guessed/\(path)").status == 404, "\(path)")
      #expect(try await dashboard.ask(link.replacing("pages/a%20verdict%2Ehtml", with: path)).status == 404, "\(path)")
    }
  }
}
