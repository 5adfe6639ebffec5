import ArgumentParser
import Foundation
import Randomness
import Runs
import Tensors
import Testing

@testable import autodidact

/// Training that is killed at any moment and resumed ends as if nothing had happened.
@Suite(.enabled(if: Torch.isAvailable), .serialized, .tags(.slow), .timeLimit(.minutes(30))) struct ResumeTests {
  private static let steps = 60

  /// The files of a finished run, byte by byte.
  private func files(_ store: RunStore, _ run: Run) throws -> [Data] {
    let checkpoint = try #require(try store.latestCheckpoint(of: run.id).checkpoint)
    #expect(checkpoint.step == Self.steps)
    let folder = store.checkpointFolder(of: run.id)
    return try ["model.safetensors", "state.safetensors"].map {
      try Data(contentsOf: folder.file($0, of: checkpoint))
    }
  }

  @Test(arguments: ["maml", "joint"]) func aKilledRunEndsBitForBitAsAnother(_ learner: String) async throws {
    try await withTemporaryFolder { folder in
      let configuration = try writeConfiguration(in: folder, learner: learner, steps: Self.steps)
      let runs = folder.appendingPathComponent("runs").path
      // The uninterrupted run, in a process of its own as well.
      await #expect(processExitsWith: .exitCode(0)) {
        [configuration = configuration as String, runs = runs as String] in
        await Autodidact.runAndExit(["train", configuration, "--runs-dir", runs, "--json"])
      }
      let store = try RunStore(directory: URL(fileURLWithPath: runs), creating: false)
      let whole = try #require(try store.runs().first)
      let expected = try files(store, whole)

      // Random moments between the start of a process and about the time it takes to come a few checkpoints further,
      // which depends on the machine.
      var longest = 0.3
      var moments = Generator(seed: 7)
      var killed = 0
      var run: Run?
      var newest = whole.id
      for _ in 0..<100 where killed < 20 {
        let step = try run.flatMap { try store.latestCheckpoint(of: $0.id).checkpoint?.step } ?? 0
        let resumed = run.map { ["--resume", $0.id] } ?? [configuration]
        let arguments = (["train"] + resumed + ["--runs-dir", runs, "--json"]).joined(separator: "\n")
        await #expect(processExitsWith: .signal(SIGKILL)) {
          [arguments = arguments as String, delay = Double.random(in: 0...longest, using: &moments) as Double] in
          let end = Date(timeIntervalSinceNow: delay)
          Thread.detachNewThread {
            Thread.sleep(until: end)
            kill(getpid(), SIGKILL)
          }
          var command = try Autodidact.parseAsRoot(arguments.split(separator: "\n").map(String.init))
          try command.run()
          sleep(60)  // done early: the kill still comes
        }
        let last = try #require(try store.runs().first)
        guard last.id != newest || run != nil else {
          longest *= 1.5  // killed before it began
          continue
        }
        newest = last.id
        guard last.status == .running else {
          #expect(try files(store, last) == expected)
          longest *= 0.7
          run = nil
          continue
        }
        killed += 1
        run = last
        let search = try store.latestCheckpoint(of: last.id)
        #expect(search.skipped.isEmpty)
        if search.checkpoint?.step ?? 0 <= step { longest *= 1.2 }
      }
      #expect(killed == 20)
      guard let run else { return }
      await #expect(processExitsWith: .exitCode(0)) { [id = run.id as String, runs = runs as String] in
        await Autodidact.runAndExit(["train", "--resume", id, "--runs-dir", runs, "--json"])
      }
      #expect(try files(store, run) == expected)
      #expect(try store.metrics(of: run.id) == store.metrics(of: whole.id))
    }
  }

  @Test(arguments: [SIGTERM, SIGINT]) func aSignalLeavesACheckpointAndSaysHowToGoOn(_ number: Int32) async throws {
    try await withTemporaryFolder { folder in
      let configuration = try writeConfiguration(in: folder, steps: 1_000_000)
      let runs = folder.appendingPathComponent("runs").path
      let result = await #expect(
        processExitsWith: .exitCode(128 + number), observing: [\.standardErrorContent]
      ) {
        [configuration = configuration as String, runs = runs as String, number = number as Int32] in
        Thread.detachNewThread {
          // Only once training is on its way is there something to stop.
          let folder = URL(fileURLWithPath: runs)
          for _ in 0..<3_000 {
            usleep(20_000)
            guard let store = try? RunStore(directory: folder, creating: false), let run = try? store.runs().first,
              let found = try? store.latestCheckpoint(of: run.id).checkpoint, found.step >= 2
            else { continue }
            kill(getpid(), number)
            return
          }
          kill(getpid(), SIGKILL)  // a minute without a checkpoint
        }
        await Autodidact.runAndExit(["train", configuration, "--runs-dir", runs])
      }
      let store = try RunStore(directory: URL(fileURLWithPath: runs), creating: false)
      let run = try #require(try store.runs().first)
      #expect(run.status == .interrupted)
      let step = try #require(try store.latestCheckpoint(of: run.id).checkpoint?.step)
      #expect(try store.metrics(of: run.id, named: "train/loss").count == step)
      let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(text.contains("--resume \(run.id)"))
    }
  }
}
