import Foundation
import Runs
import Testing

/// What holds when other processes write too, or are killed.
@Suite(.timeLimit(.minutes(5))) struct ProcessesTests {
  @Test func severalProcessesWriteAtOnce() async throws {
    try await withTemporaryFolder { folder in
      let path = folder.path
      await withTaskGroup(of: Void.self) { group in
        for writer in 0..<3 {
          group.addTask {
            await #expect(processExitsWith: .success) { [path = path as String, writer = writer as Int] in
              let store = try RunStore(directory: URL(fileURLWithPath: path))
              let run = try store.startSample("writer\(writer)")
              for step in 0..<100 { try store.record([Metric("loss", step: step, value: Double(writer))], for: run.id) }
              try store.finish(run.id)
            }
          }
        }
      }
      let store = try RunStore(directory: folder, creating: false)
      let runs = try store.runs()
      #expect(runs.map(\.name).sorted() == ["writer0", "writer1", "writer2"])
      #expect(runs.allSatisfy { $0.status == .finished })
      for run in runs { #expect(try store.metrics(of: run.id).count == 100) }
    }
  }

  @Test func aKilledProcessLeavesACompleteCheckpoint() async throws {
    try await withTemporaryFolder { folder in
      let path = folder.path
      let id = try RunStore(directory: folder).startSample().id
      for delay in stride(from: UInt32(3_000), to: 27_000, by: 3_001) {
        await #expect(processExitsWith: .signal(SIGKILL)) {
          [path = path as String, id = id as String, delay = delay as UInt32] in
          let store = try RunStore(directory: URL(fileURLWithPath: path))
          let first = (try store.latestCheckpoint(of: id).checkpoint?.step ?? 0) + 1
          for step in first..<(first + 100_000) {
            // Many small files: most of the time goes into writing, which is where a kill should hit.
            let files = (0..<50).map { CheckpointFile("leaf\($0)", Data(repeating: UInt8(step % 251), count: 300)) }
            try store.writeCheckpoint(step: step, files: files, for: id)
            // At least one is complete before the clock starts.
            if step == first {
              Thread.detachNewThread {
                usleep(delay)
                kill(getpid(), SIGKILL)
              }
            }
          }
        }
        let store = try RunStore(directory: folder)
        let search = try store.latestCheckpoint(of: id)
        #expect(search.skipped.isEmpty)
        let checkpoint = try #require(search.checkpoint)
        let data = try Data(contentsOf: store.checkpointFolder(of: id).file("leaf49", of: checkpoint))
        #expect(data == Data(repeating: UInt8(checkpoint.step % 251), count: 300))
      }
    }
  }
}
