import Foundation
import MetaLearning
import Networks
import Runs
import Tasks
import Reports
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct ReproductionsTests {
  @Test("every row can be run as it is configured", arguments: Reproductions.all.map(\.name))
  func runs(name: String) throws {
    let row = try #require(Reproductions.all.first { $0.name == name })
    addTestTasks()
    let configuration = try row.experiment()
    try configuration.check()
    try configuration.check(
      configuration.evaluation, with: configuration.learner(on: configuration.fresh().network.anatomy))
    #expect(configuration.evaluation.episodes >= 1_000)
    #expect(!row.measures.isEmpty && !row.differs.isEmpty)
    for measure in row.measures { #expect(measure.steps.count == measure.published.count) }
    if let model = row.model {
      let other = try #require(Reproductions.all.first { $0.name == model })
      #expect(try other.experiment() == configuration, "rows that share a model train the same")
    }
  }

  @Test func namesAreUniqueAndFoundByTable() throws {
    #expect(Set(Reproductions.all.map(\.name)).count == Reproductions.all.count)
    #expect(try Reproductions.named(["sinusoid"]).count == 7)
    #expect(try Reproductions.named(["omniglot"]).count == 24)
    #expect(try Reproductions.named(["omniglot-5w1s", "omniglot-5w1s-maml"]).count == 8)
    #expect(throws: ConfigurationError.self) { try Reproductions.named(["omniglot-5w9s"]) }
  }

  @Test func aRowIsTrainedOnceAndItsTableHasWhatWasPublished() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder)
      let row = Reproduction(
        "small", table: "sinusoid",
        settings: ["tasks.kind=sinusoid", "network.hidden=[8]", "steps=3", "metaBatch=2", "evaluation.episodes=20"],
        measures: [.init("K = 5", steps: [1, 5], published: [0.67]) { $0.shots = [5] }], differs: "three steps")
      var runner = ReproductionRunner(store: store, data: nil, version: "1")
      var steps = 0
      let first = try runner.result(of: row, progress: { if case .step = $0 { steps += 1 } })
      let second = try runner.result(of: row, progress: { if case .step = $0 { steps += 1 } })
      let isTrained = try runner.isTrained(row)
      #expect(steps == 3 && first == second && isTrained)
      #expect(first.measures[0].points.map(\.steps) == [1, 5] && first.measures[0].published == [0.67, nil])
      let text = [first].document.markdown()
      #expect(text.contains("| learner | K = 5, 1 steps | K = 5, 5 steps | published | steps | minutes |"))
      #expect(text.contains("0.670") && text.contains("three steps"))
    }
  }
}
