import Foundation
import MetaLearning
import Tensors
import Testing

@testable import Experiments

/// Bytes are counted in a process of its own, where no other test makes tensors.
@Suite(.enabled(if: Torch.isAvailable)) struct CostTableTests {
  /// A plan that takes no time.
  private static func plan(_ network: String, _ learners: [String], innerSteps: [Int]) throws -> CostPlan {
    var plan = try CostPlan(network)
    (plan.learners, plan.innerSteps, plan.tasks, plan.widths) = (learners, innerSteps, [2], [network == "mlp" ? 40 : 4])
    plan.repeats = 1
    return plan
  }

  @Test func bytesAreAFunctionOfThePlanAndGrowAsTheMethodsSay() async {
    await #expect(processExitsWith: .success) {
      let plan = try Self.plan("conv", ["reptile", "fomaml", "maml"], innerSteps: [2, 8])
      let table = try CostTable(measuring: plan)
      #expect(table.rows.map(\.bytes) == (try CostTable(measuring: plan)).rows.map(\.bytes))
      func growth(_ method: String) -> Double {
        let rows = table.rows(of: method, along: .innerSteps)
        return Double(rows[1].bytes) / Double(rows[0].bytes)
      }
      #expect(growth("sgd") == 1, "SGD takes no inner step")
      #expect(growth("maml") > 2, "second order keeps every step")
      #expect(growth("maml, recomputing") < growth("maml"))
      for (whole, half) in zip(
        table.rows(of: "maml, recomputing", along: .innerSteps),
        table.rows(of: "maml, recomputing, in halves", along: .innerSteps))
      {
        #expect(half.bytes < whole.bytes, "memory is proportional to the tasks that are held at once")
      }
      #expect(growth("reptile") < 1.2, "Reptile keeps no step")
      #expect(table.rows.allSatisfy { $0.bytes > 0 && $0.processorSeconds > 0 && $0.timeRatio > 0 })
      #expect(table.rows.filter { $0.method == "sgd" }.allSatisfy { $0.timeRatio == 1 && $0.byteRatio == 1 })
    }
  }

  @Test("every learner of the catalogue has a price on some network", arguments: MetaLearners.all.map(\.name))
  func everyLearnerHasAPrice(name: String) throws {
    let priced = try CostPlan.networks.filter { entry in
      var plan = try CostPlan(entry.name)
      (plan.learners, plan.innerSteps, plan.tasks) = ([name], [1], [2])
      plan.widths = [8]
      if plan.price.takesContext { plan.context = 2 }
      guard let steps = try? plan.outerSteps(at: plan.base).steps else { return false }
      for step in steps { step() }
      return true
    }
    #expect(!priced.isEmpty)
    #expect(
      priced.contains { $0.name == "trm" } || ["proto", "matching", "relation", "cnp", "biasOnly"].contains(name))
  }

  @Test func aLearnerThatRefusesTheNetworkIsAnError() {
    #expect(throws: UnsupportedLearner.self) {
      try CostTable(measuring: try Self.plan("mlp", ["proto"], innerSteps: [1]))
    }
  }
}
