import MetaLearning
import Randomness
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct GroupedTasksTests {
  /// Tasks without groups.
  private struct Plain: TaskDistribution {
    let tasks: ExampleTasks
    init() throws { tasks = try ExampleTasks(Clouds(), EpisodeShape(ways: 2, shots: 1, query: 2)) }
    func episodes(_ indices: Range<Int>, in split: Split, using generator: Generator) -> EpisodeBatch<ExampleBatch> {
      tasks.episodes(indices, in: split, using: generator)
    }
  }

  private func plan(_ episodes: Int = 4) -> EvaluationPlan {
    var plan = EvaluationPlan()
    plan.episodes = episodes
    return plan
  }

  @Test func withoutGroupsAllTasksAreOneSet() throws {
    let sets = try Plain().evaluationSets(plan())
    #expect(sets.map(\.name) == ["all tasks"] && sets.map(\.count) == [4] && sets.map(\.group) == [.trained])
  }

  @Test func groupsAreTheDistributionsOwn() throws {
    #expect(try Plain().tasks.evaluationSets(plan()).map(\.name) == ["clouds"])
  }

  @Test func validationAndEvaluationDrawDifferentTasks() throws {
    func inputs(_ sets: [EpisodeSet<ExampleBatch>]) throws -> [Float] {
      try sets[0].part([0, 1]).batch.support.inputs.scalars(Float.self)
    }
    let (tasks, plan) = (try Plain(), plan())
    #expect(try inputs(tasks.evaluationSets(plan)) == inputs(tasks.evaluationSets(plan)))
    #expect(try inputs(tasks.evaluationSets(plan)) != inputs(tasks.validationSets(plan, seed: plan.seed)))
    #expect(try inputs(tasks.validationSets(plan, seed: 1)) != inputs(tasks.validationSets(plan, seed: 2)))
  }

  @Test func whatTheTasksDoNotHaveIsRefusedByItsOption() throws {
    func key(_ change: (inout EvaluationPlan) -> Void) throws -> String? {
      var plan = plan()
      change(&plan)
      let tasks = try Plain()
      return #expect(throws: ConfigurationError.self) { try tasks.evaluationSets(plan) }?.key
    }
    #expect(try key { $0.tasks = ["cipher"] } == "--tasks")
    #expect(try key { $0.recolouredCopies = 2 } == "--copies")
    #expect(try key { $0.shots = [2] } == "--shots")
    #expect(try key { $0.episodes = 0 } == "evaluation.episodes")
  }
}
