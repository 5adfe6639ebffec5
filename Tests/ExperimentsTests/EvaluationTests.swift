import Foundation
import MetaLearning
import Networks
import TestSupport
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct EvaluationTests {
  private static func result(_ families: [String] = ["cipher"]) throws -> Evaluator.Result {
    var plan = EvaluationPlan()
    (plan.tasks, plan.episodes, plan.steps) = (families, 2, [0, 1])
    return try Evaluator(ModelFile(Model.tiny()), plan).result()
  }

  @Test func itSurvivesJSON() throws {
    let evaluation = try Self.result().evaluation
    #expect(try JSONDecoder().decode(Evaluation.self, from: JSONEncoder().encode(evaluation)) == evaluation)
    #expect(evaluation.isAccuracy && evaluation.baseline == nil)
  }

  @Test func aComparisonHasARowForEachSet() throws {
    let (first, second) = (try Self.result(), try Self.result())
    let comparison = EvaluationComparison(first, against: second)
    #expect(comparison.rows.map(\.name) == first.evaluation.rows.map(\.name))
    #expect(comparison.rows.flatMap(\.points).allSatisfy { $0.score.mean == 0 })
  }

  @Test func scoresOfOtherSetsDoNotPair() async {
    await #expect(processExitsWith: .trap) {
      let (first, second) = (try Self.result(), try Self.result(["rotation"]))
      _ = EvaluationComparison(first, against: second)
    }
  }
}
