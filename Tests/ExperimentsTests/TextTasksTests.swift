import Foundation
import MetaLearning
import Networks
import Randomness
import Runs
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct TextTasksTests {
  private func settings(_ change: (inout TextSettings) -> Void = { _ in }) -> TextSettings {
    var settings = TextSettings()
    (settings.window, settings.support, settings.query, settings.span) = (8, 2, 3, 512)
    change(&settings)
    return settings
  }

  private func windows(_ batch: TextBatch) -> [Int32] { batch.tokens.converted(to: .int32).scalars(Int32.self) }

  @Test func episodesAreAFunctionOfTheirIndexAndTheirWindowsDiffer() throws {
    try withText { file in
      let tasks = try TextTasks(settings(), at: file)
      let three = tasks.episodes(0..<3, in: .metaTrain, using: Generator(seed: 1))
      let second = tasks.episodes(1..<2, in: .metaTrain, using: Generator(seed: 1))
      #expect(windows(three.query[1..<2]) == windows(second.query))
      #expect(three.support.tokens.shape == [3, 2, 9] && three.query.tokens.shape == [3, 3, 9])
      let own = windows(three.support[0..<1]) + windows(three.query[0..<1])
      let each = stride(from: 0, to: own.count, by: 9).map { Array(own[$0..<$0 + 9]) }
      #expect(Set(each).count == 5, "windows of a document do not overlap")
    }
  }

  @Test func splitsShareNoDocument() throws {
    try withText { file in
      let tasks = try TextTasks(settings { $0.window = 60 }, at: file)
      func numbers(_ split: Split) -> Set<[Int32]> {
        let drawn = windows(tasks.episodes(0..<200, in: split, using: Generator(seed: 2)).query)
        return Set(stride(from: 0, to: drawn.count, by: 61).map { Array(drawn[$0..<$0 + 61]) })
      }
      #expect(numbers(.metaTrain).isDisjoint(with: numbers(.metaTest)))
      #expect(numbers(.metaValidation).isDisjoint(with: numbers(.metaTest)))
    }
  }

  @Test func aTextThatCannotBeSaysWhatToDo() throws {
    try withTemporaryFolder { folder in
      let short = folder.appendingPathComponent("short.txt")
      try Data("too short".utf8).write(to: short)
      for url in [short, folder, folder.appendingPathComponent("none.txt")] {
        #expect(throws: ConfigurationError.self) { try TextTasks(settings(), at: url) }
      }
      #expect(settings { $0.span = 10 }.problem != nil && settings { $0.window = 0 }.problem != nil)
    }
  }

  @Test func domainsThatAreHeldOutAreNeverTrainedOnAndMeasuredApart() throws {
    try withTemporaryFolder { folder in
      for (domain, letter) in [("known", "a"), ("far", "b"), ("farther", "c")] {
        let own = folder.appendingPathComponent(domain)
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        for index in 0..<40 {
          let text = String(repeating: letter, count: 90) + "\(index)"
          try Data(text.utf8).write(to: own.appendingPathComponent("\(index).txt"))
        }
      }
      let tasks = try TextTasks(settings { $0.heldOut = ["farther", "far"] }, at: folder)
      for split in Split.allCases {
        let bytes = windows(tasks.episodes(0..<60, in: split, using: Generator(seed: 3)).support)
        #expect(bytes.allSatisfy { $0 == 97 || $0 < 60 }, "\(split)")
      }
      var plan = EvaluationPlan()
      plan.episodes = 4
      let sets = try tasks.sets(plan)
      #expect(sets.map(\.name) == ["all tasks", "farther", "far"])
      #expect(sets.map(\.group) == [.trained, .heldOut, .heldOut])
      #expect(windows(try sets[1].part([0, 1]).batch.query).contains(99))
      plan.tasks = ["far"]
      #expect(try tasks.sets(plan).map(\.name) == ["far"])
      plan.tasks = ["near"]
      #expect(throws: ConfigurationError.self) { try tasks.sets(plan) }
      #expect(throws: ConfigurationError.self) { try TextTasks(settings { $0.heldOut = ["none"] }, at: folder) }
    }
  }

  @Test("a stopped run of text goes on bit for bit, and its model says what it costs a byte")
  func resumes() throws {
    try withText { file in
      try withTemporaryFolder { folder in
        let store = try RunStore(directory: folder)
        let experiment = try Overlay.apply(
          yaml: """
            tasks: {kind: text, window: 8, support: 2, query: 2, span: 512}
            network: {kind: decoder, width: 16, heads: 2, layers: 1}
            inner: {rule: sgd, rate: 0.1, rates: fixed}
            steps: 6
            metaBatch: 2
            checkpointEvery: 2
            validateEvery: 3
            validationEpisodes: 2
            validationSteps: [0, 1]
            """, named: "text", to: Experiment())
        let whole = try Trainer.start(experiment, data: file, in: store, version: "1").complete()
        let broken = try Trainer.start(experiment, data: file, in: store, version: "1")
        for _ in 0..<2 {
          var steps = 0
          let trainer = try Trainer.resume(broken.run, data: file, in: store)
          #expect(throws: TrainingStopped.self) {
            try trainer.complete({ if case .step = $0 { steps += 1 } }, isStopping: { steps >= 1 })
          }
        }
        let resumed = try Trainer.resume(broken.run, data: file, in: store).complete()
        #expect(try Data(contentsOf: resumed) == Data(contentsOf: whole))
        var plan = experiment.evaluation
        (plan.steps, plan.episodes) = ([0, 1], 4)
        var evaluator = Evaluator(try ModelFile(contentsOf: whole), plan)
        evaluator.data = file
        let evaluation = try evaluator.result().evaluation
        #expect(evaluation.score == "bits per token" && evaluation.rows[0].points.map(\.steps) == [0, 1])
        #expect(evaluation.baseline?.score.count == 4 && (1..<6).contains(evaluation.baseline?.score.mean ?? 0))
        // A fresh decoder knows nothing: about eight bits a byte.
        #expect((6..<10).contains(evaluation.rows[0].points[0].score.mean))
      }
    }
  }
}
