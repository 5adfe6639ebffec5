import MetaLearning
import Testing

@testable import Experiments

@Suite struct CostMethodTests {
  @Test func sgdComesFirstAndMAMLInEachWay() throws {
    var plan = try CostPlan()
    plan.learners = ["fomaml", "maml"]
    #expect(plan.methods.map(\.name) == ["sgd", "fomaml", "maml", "maml, recomputing", "maml, recomputing, in halves"])
    plan.recomputes = true
    #expect(plan.methods.map(\.name).contains("fomaml, recomputing"))
  }

  @Test func onlyCostlySecondOrderIsRecomputedUnasked() throws {
    var plan = try CostPlan()
    plan.learners = MetaLearners.all.map(\.name)
    for entry in MetaLearners.all {
      let ways = Set(plan.methods.filter { $0.learner == entry.name }.map(\.way))
      #expect(ways.contains(.taped) && ways.count == (entry.isSaidToNeedMemory ? 3 : 1), "\(entry.name)")
      if entry.isSaidToNeedMemory { #expect(entry.traits.contains(.isSecondOrder)) }
    }
  }

  @Test func namesTellMethodsApart() throws {
    var plan = try CostPlan()
    plan.recomputes = true
    let names = plan.methods.map(\.name)
    #expect(Set(names).count == names.count && names.first == CostMethod.sgd.name)
  }
}
