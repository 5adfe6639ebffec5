import Foundation
import Tasks
import Testing

@testable import Experiments

@Suite struct EvaluationPlanTests {
  @Test func theDefaultsArePossible() { #expect(EvaluationPlan().problem == nil) }

  @Test func eachImpossibleSettingIsNamed() {
    func key(_ change: (inout EvaluationPlan) -> Void) -> String? {
      var plan = EvaluationPlan()
      change(&plan)
      return plan.problem?.key
    }
    #expect(key { $0.steps = [] } == "evaluation.steps" && key { $0.steps = [1, -1] } == "evaluation.steps")
    #expect(key { $0.shots = [-1] } == "evaluation.shots" && key { $0.ways = -1 } == "evaluation.ways")
    #expect(key { $0.episodes = 0 } == "evaluation.episodes" && key { $0.batch = 0 } == "evaluation.batch")
    #expect(key { $0.query = -1 } == "evaluation.query")
    #expect(key { $0.recolouredCopies = -1 } == "evaluation.recolouredCopies")
  }

  @Test func zeroStandsForTheTrainings() {
    var plan = EvaluationPlan()
    (plan.steps, plan.shots, plan.ways, plan.query, plan.recolouredCopies) = ([0], [0], 0, 0, 0)
    #expect(plan.problem == nil)
  }

  @Test func itSurvivesJSON() throws {
    var plan = EvaluationPlan()
    (plan.tasks, plan.split, plan.shots, plan.recolouredCopies) = (["cipher"], .metaValidation, [2, 4], 3)
    #expect(try JSONDecoder().decode(EvaluationPlan.self, from: JSONEncoder().encode(plan)) == plan)
  }

  @Test func everyGroupHasAHeadingOfItsOwn() {
    #expect(Set(EvaluationGroup.allCases.map(\.title)).count == EvaluationGroup.allCases.count)
  }
}
