import Foundation
import Runs
import Testing

@Suite struct RunStorePagesTests {
  /// Runs a to e, a minute apart, with the losses that are given.
  private func store(_ losses: [Double?] = [3, nil, 1, .nan, 2]) throws -> RunStore {
    let store = try RunStore.inMemory()
    for (index, loss) in losses.enumerated() {
      let run = try store.start(
        name: String(UnicodeScalar(UInt8(97 + index))), kind: index == 0 ? "study" : "train", configuration: "{}",
        seed: 1, version: "1", date: Date(timeIntervalSince1970: 60 * Double(index)))
      if let loss {
        try store.record([Metric("loss", step: 1, value: 99), Metric("loss", step: 2, value: loss)], for: run.id)
      }
    }
    return store
  }

  private func names(_ store: RunStore, _ query: RunQuery) throws -> String {
    try store.page(query).entries.map(\.run.name).joined()
  }

  @Test(arguments: [
    (RunQuery.Order.created, true, "edcba"), (.created, false, "abcde"), (.name, false, "abcde"),
    (.metric("loss"), false, "ceabd"), (.metric("loss"), true, "aecdb"), (.metric("none"), false, "abcde"),
  ])
  func partsTogetherAreTheWhole(order: RunQuery.Order, isDescending: Bool, expected: String) throws {
    let store = try store()
    var query = RunQuery(order: order, isDescending: isDescending, limit: 2)
    var found = ""
    repeat {
      let page = try store.page(query)
      #expect(page.total == 5 && page.entries.count <= 2)
      found += page.entries.map(\.run.name).joined()
      query.after = page.next
    } while query.after != nil
    #expect(found == expected)
  }

  @Test func aNewRunMovesNoneToAnotherPart() throws {
    let store = try store()
    let first = try store.page(RunQuery(limit: 2))
    _ = try store.startSample("new")
    #expect(try names(store, RunQuery(after: first.next, limit: 2)) == "cb")
  }

  @Test func everyWordIsFoundInAnyCase() throws {
    let store = try RunStore.inMemory()
    for name in ["Reptile small", "Reptile large", "100%"] { _ = try store.startSample(name) }
    #expect(try names(store, RunQuery(text: "SMALL rept")) == "Reptile small")
    #expect(try store.page(RunQuery(text: "train running")).total == 3)
    #expect(try names(store, RunQuery(text: "%")) == "100%")
    #expect(try names(store, RunQuery(text: "' OR 1 --")) == "")
    #expect(try store.page(RunQuery(status: .failed)).entries.isEmpty)
  }

  @Test func anEntryHasTheLastValues() throws {
    let entry = try #require(try store().page(RunQuery(order: .name, isDescending: false, limit: 1)).entries.first)
    #expect(entry.metrics == [Metric("loss", step: 2, value: 3)])
  }

  @Test func aPartAfterNobodyIsRefused() throws {
    #expect(throws: RunStoreError.self) { try store().page(RunQuery(after: "nobody")) }
  }
}
