import Networks
import Testing

@testable import Experiments

@Suite struct CostPlanTests {
  @Test func eachAxisIsVariedAloneAroundTheMiddle() throws {
    let plan = try CostPlan()
    #expect(plan.base == CostSetting(innerSteps: 5, tasks: 8, width: 32))
    for axis in CostAxis.allCases {
      let settings = plan.settings(along: axis)
      #expect(settings.contains(plan.base) && settings.count == 4)
    }
    #expect(plan.settings.count == 10, "the base point is on all three axes and measured once")
    #expect(
      plan.settings.allSatisfy { setting in
        CostAxis.allCases.contains { plan.settings(along: $0).contains(setting) }
      })
  }

  @Test func whatCannotBeIsRefusedWithItsKey() throws {
    #expect(try CostPlan().problem == nil)
    #expect(try CostPlan("mlp").problem == nil)
    func key(_ change: (inout CostPlan) -> Void) throws -> String? {
      var plan = try CostPlan()
      change(&plan)
      return plan.problem?.key
    }
    #expect(try key { $0.innerSteps = [] } == "inner-steps")
    #expect(try key { $0.tasks = [0] } == "tasks")
    #expect(try key { $0.repeats = 0 } == "repeats")
    #expect(try key { ($0.norms.normalization, $0.widths) = (.group, [12]) } == "widths")
    #expect(try key { $0.context = -1 } == "context")
    var recursive = try CostPlan("trm")
    #expect(recursive.problem == nil)
    recursive.widths = [30]
    #expect(recursive.problem?.key == "widths")
    (recursive.widths, recursive.context) = ([32], 3)
    #expect(recursive.problem?.key == "context")
    #expect(throws: ConfigurationError.self) { try CostPlan("cnov") }
    var plan = try CostPlan()
    plan.learners = ["mmal"]
    #expect(plan.problem?.problem.contains("maml") == true)
  }
}
