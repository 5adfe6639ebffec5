import MetaLearning
import Networks
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct TuningTests {
  @Test func aGridIsEveryCombination() throws {
    #expect(
      try Tuning(grid: ["inner.rate=1,2", "inner.coolDown=0,1"]).trials == [
        ["inner.rate=1", "inner.coolDown=0"], ["inner.rate=1", "inner.coolDown=1"],
        ["inner.rate=2", "inner.coolDown=0"], ["inner.rate=2", "inner.coolDown=1"],
      ])
    for wrong in ["inner.rate", "=1", "inner.rate="] {
      #expect(throws: ConfigurationError.self) { try Tuning(grid: [wrong]) }
    }
  }

  @Test("each number of steps is measured as with the settings that were chosen for it")
  func choices() throws {
    let file = try ModelFile(Model.tiny())
    var plan = EvaluationPlan()
    (plan.tasks, plan.episodes, plan.steps, plan.batch) = (["cipher"], 5, [0, 1, 3], 3)
    let tuning = Tuning(trials: [["inner.rateScale=0.5"], ["inner.rateScale=30"]], episodes: 4)
    let result = try Evaluator(file, plan).result(tuning: tuning)
    let choices = try #require(result.evaluation.tuning)
    #expect(choices.map(\.steps) == [0, 1, 3] && result.scores.steps == [0, 1, 3])
    for (index, choice) in choices.enumerated() {
      var alone = Evaluator(file, plan)
      alone.settings = choice.settings
      #expect(try alone.result().scores.rows[0].scores[index] == result.scores.rows[0].scores[index])
    }
    // Before a step no rate counts, so the first trial stays.
    #expect(choices[0].settings == ["inner.rateScale=0.5"])
    var validation = plan
    validation.split = .metaValidation
    #expect(throws: ConfigurationError.self) { try Evaluator(file, validation).result(tuning: tuning) }
  }
}
