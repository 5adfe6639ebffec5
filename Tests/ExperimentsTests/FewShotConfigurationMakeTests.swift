import Foundation
import MetaLearning
import Networks
import Runs
import Tasks
import Testing

@testable import Experiments

@Suite struct FewShotConfigurationMakeTests {
  private func configuration(_ learner: String, ways: Int = 4) -> FewShotConfiguration {
    var configuration = FewShotConfiguration()
    (configuration.name, configuration.learner) = ("clouds", learner)
    configuration.shape = EpisodeShape(ways: ways, shots: 2, query: 3)
    configuration.network.hidden = [16, 16]
    (configuration.steps, configuration.metaBatch, configuration.checkpointEvery) = (40, 4, 40)
    configuration.schedule = RateSchedule(peak: 0.01)
    (configuration.evaluation.episodes, configuration.evaluation.steps) = (40, [0, 1])
    return configuration
  }

  @Test("what compares classes is refused by a regression, before anything runs", arguments: ["proto", "relation"])
  func classes(learner: String) throws {
    let sinusoid = try ExampleFamilies.named("sinusoid")
    #expect(throws: ConfigurationError.self) { try configuration(learner, ways: 1).check(in: sinusoid) }
    try configuration(learner).check(in: Clouds())
  }

  @Test("a neural process regresses, and no other network has its encoder")
  func neuralProcess() throws {
    let sinusoid = try ExampleFamilies.named("sinusoid")
    var process = configuration("cnp", ways: 1)
    #expect(throws: ConfigurationError.self) { try process.check(in: sinusoid) }
    process.network.kind = .neuralProcess
    try process.check(in: sinusoid)
    process.learner = "cavia"
    try process.check(in: sinusoid)
    process.shape.ways = 4
    #expect(throws: ConfigurationError.self) { try process.check(in: Clouds()) }
  }

  @Test("only methods without steps may be measured on other classes than they were trained on")
  func otherWays() throws {
    for (learner, isFree) in [("proto", true), ("matching", true), ("maml", false), ("joint", false)] {
      var configuration = configuration(learner)
      configuration.evaluation.ways = 2
      let isRefused = (try? configuration.check(in: Clouds())) == nil
      #expect(isRefused != isFree, "\(learner)")
      configuration.evaluation.ways = 4
      try configuration.check(in: Clouds())
    }
  }

  @Test("query weights are one a step, none negative and not all 0", arguments: ["[0]", "[-1]", "[1, 1]", "[.inf]"])
  func queryWeights(weights: String) throws {
    let sinusoid = try ExampleFamilies.named("sinusoid")
    let wrong = try Overlay.apply(setting: "queryWeights=\(weights)", to: FewShotConfiguration())
    var refused: String?
    do { try wrong.check(in: sinusoid) } catch { refused = error.key }
    #expect(refused == "queryWeights")
    var right = FewShotConfiguration()
    right.queryWeights = [2]
    try right.check(in: sinusoid)
    right.inner.phases = [InnerLoop.Phase(leaves: "nothing", steps: 1)]
    #expect(throws: ConfigurationError.self) { try right.check(in: sinusoid) }
  }

  @Test("what sums features of a class is measured on as many as it was trained on")
  func otherShots() throws {
    for (learner, isFree) in [("proto", true), ("maml", true), ("relation", false)] {
      var configuration = configuration(learner)
      configuration.evaluation.shots = configuration.shape.shots + 1
      var refused: String?
      do { try configuration.check(in: Clouds()) } catch { refused = error.key }
      #expect(refused == (isFree ? nil : "evaluation.shots"), "\(learner)")
    }
  }

  @Test("another norm in measuring is refused where it would change what was learned")
  func otherNorms() throws {
    func isRefused(_ learner: String, _ trained: Normalization, _ normalization: Normalization) -> Bool {
      var configuration = configuration(learner)
      (configuration.network.kind, configuration.network.conv.normalization) = (.conv, trained)
      do {
        return try configuration.measured(with: normalization).network.conv.normalization != normalization
      } catch { return error.key == "--normalization" }
    }
    for mode in Normalization.allCases {
      #expect(!isRefused("maml", mode, mode))
      #expect(isRefused("maml", .transductive, mode) == (mode == .group), "\(mode)")
      #expect(isRefused("relation", .running, mode) == (mode == .group || mode == .transductive), "\(mode)")
      #expect(isRefused("maml", .group, mode) == (mode != .group), "\(mode)")
    }
    #expect(throws: ConfigurationError.self) { try self.configuration("maml").measured(with: .support) }
  }

  @Test("results name the norm, and whether inner steps have their own scales")
  func nameOfTheNorm() {
    var configuration = configuration("maml++")
    #expect(configuration.normalization == "none")
    configuration.network.kind = .conv
    #expect(configuration.normalization == "transductive")
    configuration.network.conv.hasStepNorms = true
    #expect(configuration.normalization(as: .support) == "support per step")
  }

  @Test("trained on four classes, two are told apart well above chance")
  func trained() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let configuration = configuration("proto")
      let world = FewShotWorld(Clouds())
      let run = try store.start(name: "clouds", kind: FewShotTrainer.kind, configuration: "{}", seed: 1, version: "1")
      let file = try FewShotTrainer(configuration, world: world, store: store, run: run.id).train()
      var plan = configuration.evaluation
      plan.ways = 2
      let points = try FewShotModel(contentsOf: file).measured(in: world, plan).points
      #expect(points.map(\.steps) == [0])
      #expect(points[0].score.mean > 0.8)
    }
  }
}
