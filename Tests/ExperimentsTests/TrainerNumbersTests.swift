import Foundation
import MetaLearning
import Networks
import Reports
import Runs
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct TrainerNumbersTests {
  private func experiment(_ learner: String) -> Experiment {
    var experiment = Experiment.few("sinusoid", learner)
    (experiment.perceptron.hidden, experiment.perceptron.context) = ([8, 8], 2)
    (experiment.stages[0].steps, experiment.metaBatch, experiment.checkpointEvery) = (6, 3, 2)
    (experiment.validateEvery, experiment.validationEpisodes, experiment.emaDecay) = (2, 4, 0.5)
    experiment.validationSteps = [0, 1]
    return experiment
  }

  @Test(
    "a stopped run goes on bit for bit, with the parts and the best model that it had",
    arguments: ["maml", "metaSGD", "metaCurvature", "cavia", "reptile", "tarp"])
  func resumes(learner: String) throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let whole = try Trainer.start(experiment(learner), in: store, version: "1").complete()
      let broken = try Trainer.start(experiment(learner), in: store, version: "1")
      for _ in 0..<3 {
        var steps = 0
        let trainer = try Trainer.resume(broken.run, in: store)
        do {
          try trainer.complete({ if case .step = $0 { steps += 1 } }, isStopping: { steps >= 1 })
        } catch is TrainingStopped {
          #expect(try store.run(matching: broken.run).status == .interrupted)
        }
      }
      let resumed = try Trainer.resume(broken.run, in: store).complete()
      for name in ["model.safetensors", "state.safetensors"] {
        func bytes(_ file: URL) throws -> Data {
          try Data(contentsOf: file.deletingLastPathComponent().appendingPathComponent(name))
        }
        #expect(try bytes(resumed) == bytes(whole), "\(name)")
      }
      #expect(try store.run(matching: broken.run).status == .finished)
      #expect(try TrainingReport.report(of: broken.run, in: store).html().contains("meta-validation"))
    }
  }

  @Test func theBestModelOnMetaValidationIsKept() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      var wild = experiment("maml")
      // The rate grows until the model is ruined: what is kept is from before.
      (wild.schedule, wild.emaDecay) = (RateSchedule(peak: 3, warmUp: 6), 0)
      func trained() throws -> (kept: Double, scores: [Double]) {
        var scores: [Double] = []
        let file = try Trainer.start(wild, in: store, version: "1").complete {
          if case .validation(_, let found) = $0 { scores.append(found.last!.score) }
        }
        var plan = wild.evaluation
        (plan.split, plan.episodes, plan.steps) = (.metaValidation, wild.validationEpisodes, wild.validationSteps)
        let evaluation = try Evaluator(ModelFile(contentsOf: file), plan).result().evaluation
        return (evaluation.rows[0].points.last!.score.mean, scores)
      }
      let (kept, scores) = try trained()
      let best = try #require(scores.filter(\.isFinite).min())
      #expect(abs(kept - best) < 1e-6 * best && kept < scores.last!)
      wild.keepsBest = false
      let (last, all) = try trained()
      #expect(abs(last - all.last!) < 1e-6 * last)
    }
  }

  @Test func whatCannotRunIsRefusedBeforeARunIsRecorded() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let changes: [(inout Experiment) -> Void] = [
        { $0.tasks.kind = "sinusoids" }, { $0.learner = "mamml" }, { $0.stages[0].steps = 0 },
        { $0.network.kind = "conv" }, { $0.network.kind = "trm" }, { $0.inner.rate = 0 },
        { $0.tasks["sinusoid", as: ExampleSettings.self].shape.ways = 5 }, { $0.emaDecay = 1.5 },
        { $0.stages[0].queryWeights = [1, 1] }, { $0.evaluation.episodes = 0 }, { $0.perceptron.hidden = [0] },
        { $0.stages[0].sourceWeights = [1] }, { $0.perceptron.hidden = [2_000_000_000] },
      ]
      for change in changes {
        var wrong = experiment("maml")
        change(&wrong)
        #expect(throws: ConfigurationError.self) { try Trainer.start(wrong, in: store, version: "1") }
      }
      #expect(try store.runs().isEmpty)
    }
  }

  @Test func aModelIsReadBackAndOfItsKind() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let url = try Trainer.start(experiment("maml"), in: store, version: "1").complete()
      let file = try ModelFile(contentsOf: url)
      #expect(file.experiment == experiment("maml"))
      #expect(try file.model(as: MLP.self).slow.network.names.count == 7)
      #expect(throws: ModelFileError.self) { try file.model(as: TinyRecursiveModel.self) }
    }
  }

  @Test("trained on four classes, two are told apart well above chance")
  func otherClasses() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      var experiment = Experiment.few("clouds", "proto", ways: 4)
      experiment.perceptron.hidden = [16, 16]
      (experiment.stages[0].steps, experiment.metaBatch, experiment.checkpointEvery) = (40, 4, 40)
      experiment.schedule = RateSchedule(peak: 0.01)
      let file = try Trainer.start(experiment, in: store, version: "1").complete()
      var plan = experiment.evaluation
      (plan.ways, plan.episodes) = (2, 40)
      let points = try Evaluator(ModelFile(contentsOf: file), plan).result().evaluation.rows[0].points
      #expect(points.map(\.steps) == [0] && points[0].score.mean > 0.8)
    }
  }
}
