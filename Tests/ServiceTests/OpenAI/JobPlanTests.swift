import Testing

@testable import Service

@Suite struct JobPlanTests {
  @Test func anEpochSeesEveryExampleOnce() {
    var chosen = Hyperparameters()
    (chosen.batchSize, chosen.epochs) = (4, 3)
    let plan = JobPlan(chosen, examples: 10, method: .supervised)
    #expect(plan.steps == 9 && plan.endsEpoch(3) && !plan.endsEpoch(4))
    let epochs = (0..<3).map { epoch in (1...3).flatMap { plan.batch(3 * epoch + $0, seed: 5) } }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<10)) }
    #expect(epochs[0] != epochs[1] && plan.batch(1, seed: 5) == plan.batch(1, seed: 5))
    #expect(plan.batch(1, seed: 5) != plan.batch(1, seed: 6))
    #expect(plan.rate(at: 1) == plan.rate && plan.rate(at: 9) == plan.rate / 9)
  }

  @Test func choicesFollowTheNumberOfExamples() {
    let epochs = [1: 25, 10: 10, 33: 3, 34: 3, 8333: 3, 10_000: 2, 30_000: 1]
    for (examples, count) in epochs {
      let plan = JobPlan(Hyperparameters(), examples: examples, method: .supervised)
      #expect(plan.epochs == count, "\(examples)")
      #expect((1...16).contains(plan.batchSize))
    }
    #expect(JobPlan(Hyperparameters(), examples: 10, method: .dpo).rate == 5e-5)
  }
}
