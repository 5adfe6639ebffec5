import Foundation
import MetaLearning
import Networks
import Reports
import Runs
import Tasks
import Testing

@testable import Experiments

@Suite struct FewShotTrainerTests {
  private func configuration(_ learner: String) -> FewShotConfiguration {
    var configuration = FewShotConfiguration()
    (configuration.name, configuration.learner) = ("tiny", learner)
    (configuration.network.hidden, configuration.network.context) = ([8, 8], 2)
    (configuration.steps, configuration.metaBatch, configuration.checkpointEvery) = (6, 3, 2)
    (configuration.validateEvery, configuration.validationEpisodes, configuration.average) = (2, 4, 0.5)
    configuration.evaluation.steps = [0, 1]
    return configuration
  }

  @Test(
    "a stopped run goes on bit for bit, with the parts and the best model that it had",
    arguments: ["maml", "metaSGD", "metaCurvature", "cavia", "reptile", "tarp"])
  func resumes(learner: String) throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let whole = try FewShotTrainer.start(configuration(learner), data: nil, in: store, version: "1").complete()
      let broken = try FewShotTrainer.start(configuration(learner), data: nil, in: store, version: "1")
      for _ in 0..<3 {
        var steps = 0
        let trainer = try FewShotTrainer.resume(broken.run, data: nil, in: store)
        do {
          try trainer.complete({ if case .step = $0 { steps += 1 } }, isStopping: { steps >= 1 })
        } catch is TrainingStopped {
          #expect(try store.run(matching: broken.run).status == .interrupted)
        }
      }
      let resumed = try FewShotTrainer.resume(broken.run, data: nil, in: store).complete()
      for name in ["model.safetensors", "state.safetensors"] {
        func bytes(_ file: URL) throws -> Data {
          try Data(contentsOf: file.deletingLastPathComponent().appendingPathComponent(name))
        }
        #expect(try bytes(resumed) == bytes(whole), "\(name)")
      }
      #expect(try store.run(matching: broken.run).status == .finished)
      #expect(try FewShotReport.report(of: broken.run, in: store).html().contains("Meta-validation"))
    }
  }

  @Test func theBestModelOnMetaValidationIsKept() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      var wild = configuration("maml")
      // The rate grows until the model is ruined: what is kept is from before.
      (wild.schedule, wild.average) = (RateSchedule(peak: 3, warmUp: 6), 0)
      let trainer = try FewShotTrainer.start(wild, data: nil, in: store, version: "1")
      var scores: [Double] = []
      let file = try trainer.complete {
        if case .validation(_, let points) = $0 { scores.append(points.last!.score.mean) }
      }
      var plan = wild.evaluation
      (plan.split, plan.episodes) = (.metaValidation, wild.validationEpisodes)
      let kept = try FewShotModel(contentsOf: file).measured(in: trainer.world, plan).points.last!.score.mean
      let best = try #require(scores.filter(\.isFinite).min())
      #expect(abs(kept - best) < 1e-6 * best && kept < scores.last!)
    }
  }

  @Test func whatCannotRunIsRefusedBeforeARunIsRecorded() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let changes: [(inout FewShotConfiguration) -> Void] = [
        { $0.world = "sinusoids" }, { $0.world = "omniglot" }, { $0.learner = "mamml" }, { $0.steps = 0 },
        { $0.network.kind = .conv }, { $0.inner.rate = 0 }, { $0.shape.ways = 5 }, { $0.average = 1 },
        { $0.queryWeights = [1, 1] }, { $0.evaluation.episodes = 0 }, { $0.network.hidden = [0] },
      ]
      for change in changes {
        var wrong = configuration("maml")
        change(&wrong)
        #expect(throws: ConfigurationError.self) {
          try FewShotTrainer.start(wrong, data: nil, in: store, version: "1")
        }
      }
      #expect(try store.runs().isEmpty)
    }
  }

  @Test func aModelIsReadBackOrRefusedByName() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let file = try FewShotTrainer.start(configuration("maml"), data: nil, in: store, version: "1").complete()
      #expect(FewShotModel.isOne(file))
      #expect(try FewShotModel(contentsOf: file).configuration == configuration("maml"))
      let other = folder.appendingPathComponent("other.safetensors")
      try ModelFile.tiny().write(to: other)
      #expect(!FewShotModel.isOne(other))
      #expect(throws: ModelFileError.self) { try FewShotModel(contentsOf: other) }
      #expect(throws: ModelFileError.self) { try FewShotModel(contentsOf: folder.appendingPathComponent("none")) }
    }
  }
}
