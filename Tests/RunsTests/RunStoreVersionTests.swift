import Runs
import Testing

@Suite struct RunStoreVersionTests {
  @Test func itChangesWithTheStoreAndNotWithoutIt() async throws {
    try await withTemporaryFolder { folder in
      let (store, other) = (try RunStore(directory: folder), try RunStore(directory: folder))
      let first = try store.changes
      #expect(try store.changes == first)
      let run = try other.startSample()
      let second = try store.changes
      #expect(second != first)
      try store.record([Metric("loss", step: 1, value: 1)], for: run.id)
      #expect(try store.changes != second)
    }
  }
}
