import Foundation
import MetaLearning
import Networks
import Randomness
import Reports
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct EvaluatorTests {
  private func plan(_ tasks: [String] = ["cipher"], episodes: Int = 5) -> EvaluationPlan {
    var plan = EvaluationPlan()
    (plan.tasks, plan.episodes, plan.steps, plan.batch) = (tasks, episodes, [0, 1, 2], 3)
    return plan
  }

  private func evaluation(_ model: Model<TinyRecursiveModel>, _ plan: EvaluationPlan) throws -> Evaluator.Result {
    try Evaluator(ModelFile(model), plan).result()
  }

  private func sets(_ plan: EvaluationPlan) throws -> [EpisodeSet<TokenBatch>] {
    try FamilyTasks(Experiment.tiny().tasks.families).sets(plan)
  }

  /// The numbers of tokens of an episode's support and query rows.
  private func tokens(_ set: EpisodeSet<TokenBatch>, _ index: Int) throws -> (support: [Int32], query: [Int32]) {
    let batch = try set.part([index]).batch
    return (
      batch.support.inputs.converted(to: .int32).scalars(Int32.self),
      batch.query.inputs.converted(to: .int32).scalars(Int32.self)
    )
  }

  @Test func theSameAgainAndForAnyBatch() throws {
    let model = try Model.tiny()
    var plan = plan()
    let first = try evaluation(model, plan)
    #expect(try evaluation(model, plan).evaluation == first.evaluation)
    plan.batch = 1
    let looped = try evaluation(model, plan)
    #expect(looped.scores.rows[0].scores == first.scores.rows[0].scores)
    plan.seed = 2
    #expect(try evaluation(model, plan).scores.rows[0].scores != first.scores.rows[0].scores)
  }

  @Test func fewExamplesBeginManyAndQueriesStay() throws {
    var plan = plan()
    plan.shots = [2, 5]
    let sets = try sets(plan)
    #expect(sets.map(\.shots) == [2, 5])
    for index in 0..<3 {
      let (few, many) = (try tokens(sets[0], index), try tokens(sets[1], index))
      #expect(Array(many.support.prefix(few.support.count)) == few.support && few.query == many.query)
      #expect(few.support.count * 5 == many.support.count * 2)
    }
    plan.episodes = 50
    #expect(try tokens(self.sets(plan)[0], 2) == tokens(sets[0], 2))
  }

  @Test func withoutTasksTrainedAndHeldOutFamilies() throws {
    let sets = try sets(plan([]))
    #expect(sets.filter { $0.group == .trained }.map(\.name) == ["cipher", "shift"])
    let heldOut = sets.filter { $0.group == .heldOut }.map(\.name)
    #expect(Set(heldOut + ["cipher", "shift"]) == Set(Sequences().families.map(\.name)))
    #expect(sets.allSatisfy { $0.count == 5 })
  }

  @Test func episodesAreOfTheSplit() throws {
    let family = try TaskFamilies.named("cipher")
    for split in Split.allCases {
      var plan = plan()
      plan.split = split
      let set = try sets(plan)[0]
      for index in 0..<5 {
        let rule = try set.drawing(index)!.name.dropFirst("cipher/".count)
        #expect(family.split(of: String(rule)) == split)
      }
    }
  }

  @Test func theShapeOfTheResult() throws {
    let model = try Model.tiny()
    let result = try evaluation(model, plan(["cipher", "rotation"]))
    let (scores, evaluation) = (result.scores, result.evaluation)
    #expect(evaluation.rows.map(\.name) == ["cipher", "rotation"])
    #expect(evaluation.rows.map(\.group) == [.trained, .heldOut])
    #expect(evaluation.overall.map(\.name) == ["all", "all"])
    #expect(evaluation.rows.allSatisfy { $0.points.map(\.steps) == [0, 1, 2] && $0.points[0].score.count == 5 })
    let json = try JSONEncoder().encode(evaluation)
    #expect(try JSONDecoder().decode(Evaluation.self, from: json) == evaluation)
    let top = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(
      Set(top.keys) == [
        "checkpoint", "learner", "network", "tasks", "inner", "isTransductive", "score", "plan", "rows", "overall",
      ])
    let html = evaluation.report(samples: scores.rows.compactMap(\.sample)).html()
    for text in ["held out altogether", "cipher", "after 2 steps"] { #expect(html.contains(text), "\(text)") }
  }

  @Test func theQueryLossIsTheTrainingsWithoutHalting() throws {
    var experiment = try Experiment.tiny()
    experiment.network.recursive.haltWeight = 0
    let model = try Model.fresh(experiment)
    let result = try evaluation(model, plan())
    let batch = try sets(plan())[0].part(Array(0..<5)).batch
    let losses = model.slow.network.losses(on: batch.query).converted(to: .float64).scalars(Double.self)
    for (mine, theirs) in zip(result.scores.rows[0].loss[0], losses) { #expect(abs(mine - theirs) < 1e-5) }
    #expect(result.evaluation.rows[0].points[0].loss?.count == 5)
  }

  @Test func aModelDoesNotDifferFromItself() throws {
    let model = try Model.tiny()
    let result = try evaluation(model, plan())
    let comparison = EvaluationComparison(result, against: result)
    #expect(comparison.rows[0].points.allSatisfy { $0.score.mean == 0 && $0.score.halfWidth == 0 })
  }

  @Test func aPairedDifferenceIsNarrowerThanItsParts() throws {
    func scores(_ values: [Double]) -> Scores {
      Scores(steps: [0], rows: [.init(group: .trained, name: "a", shots: 1, scores: [values], exact: [values])])
    }
    let (first, second) = (scores([0.2, 0.5, 0.9, 0.4]), scores([0.1, 0.4, 0.8, 0.2]))
    let difference = first.difference(first.merged[0], minus: second.merged[0], of: second)[0].score
    #expect(abs(difference.mean - 0.125) < 1e-12 && difference.halfWidth < 0.06)
  }

  @Test func scoresAreTheShareOfTheTruth() {
    let truth = Grid(rows: [[1, 2], [3, 4]])
    #expect(truth.agreement(with: truth) == 1)
    #expect(Grid(rows: [[1, 2, 9]]).agreement(with: truth) == 0.5)
    #expect(Grid(rows: [[0, 2], [3, 4], [5, 5]]).agreement(with: truth) == 0.75)
  }

  @Test func aFileIsScoredWithoutItsAnswersBeingSeen() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("task.json")
      // The answer is larger than anything a solver may see.
      try Data(
        #"{"train":[{"input":[[1,2]],"output":[[2,1]]}],"test":[{"input":[[1,3]],"output":[[1,2,3],[4,5,6]]}]}"#.utf8
      ).write(to: file)
      let model = try Model.tiny()
      let result = try evaluation(model, plan([file.path]))
      let (scores, evaluation) = (result.scores, result.evaluation)
      #expect(evaluation.rows.map(\.group) == [.files] && evaluation.rows[0].points[0].score.count == 1)
      #expect(scores.rows[0].sample?.answers.allSatisfy { $0.height == 1 && $0.width <= 2 } == true)
      #expect(scores.rows[0].exact.allSatisfy { $0 == [0] })
      #expect(evaluation.rows[0].points.allSatisfy { $0.loss == nil })
      try Data(#"{"train":[{"input":[[1]],"output":[[2]]}],"test":[{"input":[[1]]}]}"#.utf8).write(to: file)
      #expect(throws: TaskFileError.self) { try sets(plan([file.path])) }
    }
  }

  @Test func aCoolDownAdaptsForEachNumberOfSteps() throws {
    let model = try Model.tiny().with(settings: ["inner.coolDown=1", "inner.rate=0.3"])
    func answers(_ steps: [Int]) throws -> [[Double]] {
      try model.scores(on: sets(plan()), steps: steps, batch: 3).rows[0].loss
    }
    let together = try answers([1, 3])
    #expect(try together[0] == answers([1])[0])
    #expect(try together[1] == answers([3])[0])
  }

  @Test(arguments: ["steps", "shots", "episodes", "batch", "query"])
  func aPlanThatCannotBeSaysWhy(_ key: String) throws {
    var plan = plan()
    switch key {
    case "steps": plan.steps = [-1]
    case "shots": plan.shots = [-1]
    case "episodes": plan.episodes = 0
    case "batch": plan.batch = 0
    default: plan.query = -1
    }
    #expect(plan.problem?.key == "evaluation.\(key)")
    #expect(throws: ConfigurationError.self) { try sets(plan) }
  }

  @Test func anUnknownNameIsAnError() throws {
    #expect(throws: ConfigurationError.self) { try sets(plan(["cypher"])) }
    #expect(throws: TaskFileError.self) { try sets(plan(["./none.json"])) }
  }
}
