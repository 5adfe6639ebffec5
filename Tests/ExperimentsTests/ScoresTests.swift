import MetaLearning
import Networks
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct ScoresTests {
  private func sets() throws -> [EpisodeSet<TokenBatch>] {
    var plan = EvaluationPlan()
    (plan.tasks, plan.episodes) = (["cipher", "rotation"], 3)
    return try FamilyTasks(Experiment.tiny().tasks.families).sets(plan)
  }

  @Test func eachNumberOfStepsIsMeasuredOnceInOrder() throws {
    let scores = try Model.tiny().scores(on: sets(), steps: [2, 0, 2], batch: 2)
    #expect(scores.steps == [0, 2] && scores.rows.map(\.name) == ["cipher", "rotation"])
    for row in scores.rows {
      #expect(row.scores.map(\.count) == [3, 3] && row.scores.joined().allSatisfy { (0...1).contains($0) })
      #expect(row.exact.map(\.count) == [3, 3] && row.loss.map(\.count) == [3, 3])
      #expect(row.sample?.answers.count == 2)
    }
  }

  @Test func anExactAnswerIsRightInAllItsParts() throws {
    let scores = try Model.tiny().scores(on: sets(), steps: [0, 1], batch: 3)
    for row in scores.rows {
      for (shares, exact) in zip(row.scores, row.exact) {
        #expect(zip(shares, exact).allSatisfy { $0 >= $1 })
      }
    }
  }

  @Test func memoryForOneEpisodeChangesNoScore() throws {
    let whole = try sets()
    let narrow = whole.map { set in
      EpisodeSet<TokenBatch>(
        group: set.group, name: set.name, shots: set.shots, batches: set.batches, room: { _ in 1 }, part: set.part,
        drawing: set.drawing)
    }
    let model = try Model.tiny()
    let first = try model.scores(on: whole, steps: [0, 1], batch: 3)
    let second = try model.scores(on: narrow, steps: [0, 1], batch: 3)
    #expect(first.rows.map(\.scores) == second.rows.map(\.scores))
  }

  @Test func progressEndsAtTheNumberOfEpisodes() throws {
    var seen: [Int] = []
    _ = try Model.tiny().scores(on: sets(), steps: [0], batch: 2) { done, total in
      #expect(total == 6)
      seen.append(done)
    }
    #expect(seen == seen.sorted() && seen.last == 6)
  }
}
