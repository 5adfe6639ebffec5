import MetaLearning
import Networks
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct ExperimentMakeTests {
  private func few(_ learner: String, _ tasks: String = "clouds", ways: Int = 4) -> Experiment {
    var experiment = Experiment.few(tasks, learner, ways: ways)
    experiment.perceptron.hidden = [16, 16]
    return experiment
  }

  private func check(_ experiment: Experiment) throws {
    try experiment.check()
    try experiment.check(experiment.evaluation, with: experiment.learner(on: experiment.fresh().network.anatomy))
  }

  @Test("what compares classes is refused by a regression, before anything runs", arguments: ["proto", "relation"])
  func classes(learner: String) throws {
    #expect(throws: ConfigurationError.self) { try few(learner, "sinusoid", ways: 1).check() }
    try few(learner).check()
  }

  @Test("a neural process regresses, and no other network has its encoder")
  func neuralProcess() throws {
    var process = few("cnp", "sinusoid", ways: 1)
    #expect(throws: ConfigurationError.self) { try process.check() }
    process.network.kind = "neuralProcess"
    try process.check()
    process.learner = "cavia"
    try process.check()
    var classes = few("cavia")
    classes.network.kind = "neuralProcess"
    #expect(throws: ConfigurationError.self) { try classes.check() }
  }

  @Test("only methods without steps may be measured on other classes than they were trained on")
  func otherWays() throws {
    for (learner, isFree) in [("proto", true), ("matching", true), ("maml", false), ("joint", false)] {
      var experiment = few(learner)
      experiment.evaluation.ways = 2
      let isRefused = (try? check(experiment)) == nil
      #expect(isRefused != isFree, "\(learner)")
      experiment.evaluation.ways = 4
      try check(experiment)
    }
  }

  @Test("query weights are one a step, none negative and not all 0", arguments: ["[0]", "[-1]", "[1, 1]", "[.inf]"])
  func queryWeights(weights: String) throws {
    let sinusoid = few("maml", "sinusoid", ways: 1)
    let wrong = try Overlay.apply(setting: "queryWeights=\(weights)", to: sinusoid)
    let error = #expect(throws: ConfigurationError.self) { try wrong.check() }
    #expect(error?.key == "stages.0.queryWeights")
    var right = sinusoid
    right.stages[0].queryWeights = [2]
    try right.check()
    right.inner.phases = [InnerLoop.Phase(leaves: "nothing", steps: 1)]
    #expect(throws: ConfigurationError.self) { try right.check() }
  }

  @Test("what sums features of a class is measured on as many as it was trained on")
  func otherShots() throws {
    for (learner, isFree) in [("proto", true), ("maml", true), ("relation", false)] {
      var experiment = few(learner)
      experiment.evaluation.shots = [experiment.tasks.shape.shots + 1]
      var refused: String?
      do { try check(experiment) } catch let error as ConfigurationError { refused = error.key }
      #expect(refused == (isFree ? nil : "evaluation.shots"), "\(learner)")
    }
  }

  @Test("another norm in measuring is refused where it would change what was learned")
  func otherNorms() throws {
    func isRefused(_ learner: String, _ trained: Normalization, _ normalization: Normalization) -> Bool {
      var experiment = few(learner)
      (experiment.network.kind, experiment.network.convolutional.normalization) = ("conv", trained)
      do {
        return try experiment.measured(with: normalization).network.convolutional.normalization != normalization
      } catch { return error.key == "--normalization" }
    }
    for mode in Normalization.allCases {
      #expect(!isRefused("maml", mode, mode))
      #expect(isRefused("maml", .transductive, mode) == (mode == .group), "\(mode)")
      #expect(isRefused("relation", .running, mode) == (mode == .group || mode == .transductive), "\(mode)")
      #expect(isRefused("maml", .group, mode) == (mode != .group), "\(mode)")
    }
    #expect(throws: ConfigurationError.self) { try few("maml").measured(with: .support) }
  }

  @Test("results name the norm, and whether inner steps have their own scales")
  func nameOfTheNorm() throws {
    var experiment = few("maml++")
    #expect(experiment.normalization == nil)
    experiment.network.kind = "conv"
    #expect(experiment.normalization == "transductive")
    experiment.network.convolutional.hasStepNorms = true
    #expect(try experiment.measured(with: .support).normalization == "support per step")
  }

  @Test("a network says which tasks it does not read, and which does", arguments: ["trm", "conv", "neuralProcess"])
  func otherTasks(network: String) throws {
    var experiment = few("maml")
    experiment.network.kind = network
    let error = #expect(throws: ConfigurationError.self) { try experiment.check() }
    #expect(error?.key == "network.kind" && error?.problem.contains("choose") == true)
  }
}
