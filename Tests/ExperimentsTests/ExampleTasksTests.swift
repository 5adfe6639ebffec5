import MetaLearning
import Randomness
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct ExampleTasksTests {
  private let shape = EpisodeShape(ways: 3, shots: 2, query: 4)

  @Test func anEpisodeIsAFunctionOfItsNumberAndTheGenerator() throws {
    let tasks = try ExampleTasks(Clouds(), shape)
    func inputs(_ indices: Range<Int>, _ seed: UInt64) -> [Float] {
      tasks.episodes(indices, in: .metaTrain, using: Generator(seed: seed)).support.inputs.scalars(Float.self)
    }
    let all = inputs(0..<4, 1)
    #expect(inputs(2..<4, 1) == Array(all.suffix(all.count / 2)))
    #expect(inputs(0..<4, 2) != all)
  }

  @Test func aBatchHasTheShape() throws {
    let batch = try ExampleTasks(Clouds(), shape).episodes(0..<5, in: .metaTrain, using: Generator(seed: 1))
    #expect(batch.support.inputs.shape == [5, 6, 4] && batch.query.inputs.shape == [5, 12, 4])
    #expect(batch.query.ways == 3)
  }

  @Test func aPlanMayAskForAnotherShape() throws {
    var plan = EvaluationPlan()
    (plan.shots, plan.query, plan.ways, plan.episodes) = ([1, 0], 2, 2, 3)
    let sets = try ExampleTasks(Clouds(), shape).sets(plan)
    #expect(sets.map(\.shots) == [1, 2] && sets.allSatisfy { $0.count == 3 && $0.name == "clouds" })
    let batch = try sets[0].part([0, 1]).batch
    #expect(batch.support.inputs.shape == [2, 2, 4] && batch.query.inputs.shape == [2, 4, 4])
  }

  @Test func whatCannotBeDrawnIsRefused() throws {
    #expect(
      #expect(throws: ConfigurationError.self) {
        try ExampleTasks(Clouds(), EpisodeShape(ways: 1, shots: 1, query: 1))
      }?.key == "tasks.shape")
    var plan = EvaluationPlan()
    plan.ways = 1
    #expect(throws: ConfigurationError.self) { try ExampleTasks(Clouds(), shape).sets(plan) }
    (plan.ways, plan.tasks) = (0, ["cipher"])
    #expect(throws: ConfigurationError.self) { try ExampleTasks(Clouds(), shape).sets(plan) }
  }
}
