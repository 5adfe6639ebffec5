import Foundation
import MetaLearning
import Testing

@testable import Experiments

@Suite struct CostTableTests {
  /// A plan that takes no time.
  private var plan: CostPlan {
    var plan = CostPlan(.conv)
    (plan.learners, plan.innerSteps, plan.tasks, plan.widths) = (["reptile", "fomaml", "maml"], [1, 4], [2], [4])
    plan.repeats = 1
    return plan
  }

  @Test func bytesAreAFunctionOfThePlanAndGrowAsTheMethodsSay() throws {
    let table = try CostTable(measuring: plan)
    #expect(table.rows.map(\.bytes) == (try CostTable(measuring: plan)).rows.map(\.bytes))
    func growth(_ method: String) -> Double {
      let rows = table.rows(of: method, along: .innerSteps)
      return Double(rows[1].bytes) / Double(rows[0].bytes)
    }
    #expect(growth("sgd") == 1, "SGD takes no inner step")
    #expect(growth("maml") > 2, "second order keeps every step")
    #expect(growth("maml, recomputing") < growth("maml"))
    #expect(growth("reptile") < 1.2, "Reptile keeps no step")
    #expect(table.rows.allSatisfy { $0.bytes > 0 && $0.processorSeconds > 0 && $0.timeRatio > 0 })
    #expect(table.rows.filter { $0.method == "sgd" }.allSatisfy { $0.timeRatio == 1 && $0.byteRatio == 1 })
  }

  @Test func theAnalyticPassKeepsNoTape() throws {
    var plan = CostPlan(.mlp)
    (plan.learners, plan.innerSteps, plan.tasks, plan.widths) = (["maml"], [5], [2], [40])
    plan.repeats = 1
    let table = try CostTable(measuring: plan)
    let (taped, analytic) = (table.row(of: "maml", at: plan.base), table.row(of: "maml, analytic", at: plan.base))
    #expect(try #require(analytic).bytes < (try #require(taped)).bytes)
  }

  @Test func aLearnerThatRefusesTheNetworkIsAnError() {
    var plan = CostPlan(.mlp)
    (plan.learners, plan.innerSteps, plan.tasks, plan.widths, plan.repeats) = (["proto"], [1], [2], [4], 1)
    #expect(throws: Refusal.self) { try CostTable(measuring: plan) }
  }
}
