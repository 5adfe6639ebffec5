import Foundation
import Runs
import Testing

@Suite struct RunStoreCheckpointsTests {
  @Test func theDatabaseSaysWhatTheDiskHolds() async throws {
    try await withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let run = try store.startSample()
      for step in 1...5 {
        let files = [CheckpointFile("state.json", Data("\(step)".utf8))]
        try store.writeCheckpoint(step: step, files: files, isBest: step == 2, for: run.id)
      }
      let noted = try store.checkpoints(of: run.id)
      #expect(noted.map(\.step) == [2, 4, 5])
      #expect(noted.map(\.isBest) == [true, false, false])
      #expect(noted.map(\.path).last == "checkpoints/step-000005")
      let latest = try #require(try store.latestCheckpoint(of: run.id).checkpoint)
      #expect(latest == noted.last)
      let file = store.folder(of: run.id).appendingPathComponent(latest.path).appendingPathComponent("state.json")
      #expect(try String(contentsOf: file, encoding: .utf8) == "5")
    }
  }

  @Test func aRunThatIsNotThereHasNoCheckpoints() async throws {
    try await withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      #expect(throws: RunStoreError.noRun("../../etc", latest: [])) {
        try store.writeCheckpoint(step: 1, files: [], for: "../../etc")
      }
    }
  }
}
