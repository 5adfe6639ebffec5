import Foundation
import Runs
import Testing

@testable import Experiments

@Suite struct RunConfigurationTests {
  private struct Stopped: Error {}

  @Test func aRunGivesBackItsConfiguration() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let experiment = try Experiment.tiny()
      let run = try store.start(experiment, version: "1")
      #expect(try Experiment(stored: run) == experiment)
      #expect(run.kind == Experiment.kind && run.name == experiment.name && run.seed == experiment.seed)
      let other = try store.start(
        name: "mine", kind: "other", configuration: run.configuration, seed: 1, version: "1")
      #expect(#expect(throws: ConfigurationError.self) { try Experiment(stored: other) }?.key == "run \(other.id)")
    }
  }

  @Test func aConfigurationOfAnotherVersionSaysWhichRun() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let run = try store.start(
        name: "old", kind: Experiment.kind, configuration: "{\"gone\": 1}", seed: 1, version: "0")
      let error = #expect(throws: ConfigurationError.self) { try Experiment(stored: run) }
      #expect(error?.key == "run \(run.id)" && error?.problem.contains("gone") == true)
    }
  }

  @Test func theEndOfTheWorkIsTheRuns() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      func ended(_ work: () throws -> Int) throws -> Run {
        let run = try store.start(Experiment.tiny(), version: "1")
        _ = try? store.completing(run.id, work)
        return try store.run(matching: run.id)
      }
      #expect(try ended { 3 }.status == .finished)
      #expect(try ended { throw Stopped() }.status == .failed)
      #expect(try ended { throw TrainingStopped(step: 2) }.status == .interrupted)
      let run = try store.start(Experiment.tiny(), version: "1")
      #expect(throws: Stopped.self) { try store.completing(run.id) { throw Stopped() } }
    }
  }
}
