import Foundation
import MetaLearning
import Networks
import Reports
import Runs
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct TrainerTests {
  private func files(_ model: URL) throws -> [Data] {
    try ["model.safetensors", "state.safetensors"].map {
      try Data(contentsOf: model.deletingLastPathComponent().appendingPathComponent($0))
    }
  }

  @Test(arguments: ["maml", "fomaml", "reptile", "joint"])
  func aStoppedRunGoesOnBitForBit(_ learner: String) throws {
    try checkGoingOn(try Experiment.tiny(learner, steps: 6))
  }

  @Test func soDoesReptileWithTheMomentsThatItCarries() throws {
    var configuration = try Experiment.tiny("reptile", steps: 6)
    for setting in [
      "method.reptile.carriesMoments=true", "inner.rule=adam", "inner.momentum=0", "inner.minibatch=1",
      "optimizer={kind: sgd, momentum: 0}", "schedule.peak=1",
    ] {
      configuration = try Overlay.apply(setting: setting, to: configuration)
    }
    try checkGoingOn(configuration)
  }

  private func checkGoingOn(_ configuration: Experiment) throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let whole = try Trainer.start(configuration, in: store, version: "1").complete()
      let broken = try Trainer.start(configuration, in: store, version: "1")
      for _ in 0..<3 {
        // Each comes one step further, often to where no checkpoint would be on its own.
        var steps = 0
        let trainer = try Trainer.resume(broken.run, in: store)
        do {
          try trainer.complete({ if case .step = $0 { steps += 1 } }, isStopping: { steps >= 1 })
        } catch let error as TrainingStopped {
          #expect(error.step < 6)
          #expect(try store.run(matching: broken.run).status == .interrupted)
        }
      }
      let resumed = try Trainer.resume(broken.run, in: store).complete()
      #expect(try files(resumed) == files(whole))
      let run = try store.run(matching: broken.run)
      #expect(run.status == .finished)
      let other = (0..<3).reduce(whole) { url, _ in url.deletingLastPathComponent() }.lastPathComponent
      #expect(try store.metrics(of: run.id) == store.metrics(of: other))
    }
  }

  @Test func aRunIsRecordedWhole() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let configuration = try Experiment.tiny()
      let trainer = try Trainer.start(configuration, in: store, version: "7")
      var validations = 0
      let last = try trainer.complete { if case .validation = $0 { validations += 1 } }
      let run = try store.run(matching: trainer.run)
      #expect(run.version == "7" && run.seed == configuration.seed && run.status == .finished)
      #expect(try Experiment(stored: run) == configuration)
      let names = Set(try store.metrics(of: run.id).map(\.name))
      #expect(
        names == [
          "train/loss", "train/support@0", "train/support@1", "validation/score@0", "validation/score@1",
        ])
      #expect(validations == 2)
      #expect(try ModelFile(contentsOf: last).experiment == configuration)
      let html = try TrainingReport.report(of: run.id, in: store).html()
      #expect(html.contains(run.id) && html.contains("after 1 steps") && html.contains("validationSteps"))
    }
  }

  @Test func aTrainingThatDivergesFails() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      var configuration = try Experiment.tiny(steps: 80)
      (configuration.schedule.peak, configuration.schedule.warmUp, configuration.gradientLimit) = (1e30, 0, 0)
      configuration.validateEvery = 0
      let trainer = try Trainer.start(configuration, in: store, version: "1")
      #expect(throws: TrainingDiverged.self) { try trainer.complete() }
      #expect(try store.run(matching: trainer.run).status == .failed)
      #expect(try store.events(of: trainer.run).last?.message.contains("diverged") == true)
    }
  }

  @Test func whatCannotRunLeavesNoRun() throws {
    let store = try RunStore.inMemory()
    var configuration = try Experiment.tiny()
    configuration.metaBatch = 0
    #expect(throws: ConfigurationError.self) { try Trainer.start(configuration, in: store, version: "1") }
    configuration = try .tiny()
    configuration.device = "tpu"
    #expect(throws: (any Error).self) { try Trainer.start(configuration, in: store, version: "1") }
    #expect(try store.runs().isEmpty)
  }

  @Test func aModelToStartFromThatIsNotThereLeavesNoRun() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      var configuration = try Experiment.tiny()
      configuration.initialize = folder.appendingPathComponent("none.safetensors").path
      let error = #expect(throws: ConfigurationError.self) {
        try Trainer.start(configuration, in: store, version: "1")
      }
      #expect(try error?.key == "initialize" && store.runs().isEmpty)
    }
  }

  @Test func startsFromAnotherModel() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let source = folder.appendingPathComponent("source.safetensors")
      var configuration = try Experiment.tiny(steps: 2)
      configuration.seed = 5
      try Model.fresh(configuration).write(to: source)
      (configuration.seed, configuration.initialize, configuration.schedule.peak) = (1, source.path, 0)
      let last = try Trainer.start(configuration, in: store, version: "1").complete()
      let model = try ModelFile(contentsOf: last).model(as: TinyRecursiveModel.self)
      let start = try ModelFile(contentsOf: source).model(as: TinyRecursiveModel.self)
      #expect(model.slow.network.head.weight.scalars(Float.self) == start.slow.network.head.weight.scalars(Float.self))
      configuration.network.recursive.layers = 2
      let other = try Trainer.start(configuration, in: store, version: "1")
      #expect(throws: ConfigurationError.self) { try other.complete() }
    }
  }

  @Test(
    "learners with leaves of their own train, are stored and read", arguments: ["lora", "tarp", "prefix", "lastLayer"])
  func leavesOfTheirOwn(learner: String) throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let source = folder.appendingPathComponent("start.safetensors")
      try Model.tiny().write(to: source)
      var configuration = try Experiment.tiny(learner)
      configuration.initialize = source.path
      let last = try Trainer.start(configuration, in: store, version: "1").complete()
      let model = try ModelFile(contentsOf: last).model(as: TinyRecursiveModel.self)
      let fresh = try Model.fresh(configuration)
      #expect(model.slow.names == fresh.slow.names)
      #expect(model.inner.phases == fresh.inner.phases && model.slow.rates.names.allSatisfy(model.inner.adapts))
      if learner == "lastLayer" { #expect(model.slow.network.head.weight.magnitude().max().item == 0) }
    }
  }

  @Test func aRunWhoseCheckpointsAreGoneIsNotBegunAgainInSilence() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      var steps = 0
      let trainer = try Trainer.start(.tiny(steps: 6), in: store, version: "1")
      _ = try? trainer.complete({ if case .step = $0 { steps += 1 } }, isStopping: { steps >= 3 })
      try FileManager.default.removeItem(at: store.folder(of: trainer.run).appendingPathComponent("checkpoints"))
      let error = #expect(throws: ConfigurationError.self) { try Trainer.resume(trainer.run, in: store) }
      #expect(error?.problem.contains("at step 3") == true && error?.problem.contains("none was found") == true)
    }
  }

  @Test func aModelSaysWhereItComesFrom() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let source = folder.appendingPathComponent("source.safetensors")
      try Model.tiny().write(to: source)
      var experiment = try Experiment.tiny(steps: 2)
      experiment.initialize = source.path
      let file = try ModelFile(contentsOf: Trainer.start(experiment, in: store, version: "1").complete())
      #expect(file.lineage.parents == [Checksum.text(of: try Data(contentsOf: source))])
    }
  }
}
