import Foundation
import MetaLearning
import Networks
import Randomness
import Reports
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite struct EvaluationTests {
  private func plan(_ tasks: [String] = ["cipher"], episodes: Int = 5) -> EvaluationPlan {
    var plan = EvaluationPlan()
    (plan.tasks, plan.episodes, plan.steps, plan.batch) = (tasks, episodes, [0, 1, 2], 3)
    return plan
  }

  private func evaluation(_ model: ModelFile, _ plan: EvaluationPlan) throws -> (EvaluationScores, Evaluation) {
    let sets = try EvaluationSet.of(plan, for: model.configuration)
    let scores = try EvaluationScores.measured(model, on: sets, steps: plan.steps, batch: plan.batch)
    return (scores, Evaluation(scores, of: model, named: "model", plan: plan))
  }

  @Test func theSameAgainAndForAnyBatch() throws {
    let model = try ModelFile.tiny()
    var plan = plan()
    let first = try evaluation(model, plan)
    #expect(try evaluation(model, plan).1 == first.1)
    plan.batch = 1
    let looped = try evaluation(model, plan)
    #expect(looped.0.rows[0].tokens == first.0.rows[0].tokens)
    plan.seed = 2
    #expect(try evaluation(model, plan).0.rows[0].tokens != first.0.rows[0].tokens)
  }

  @Test func fewExamplesBeginManyAndQueriesStay() throws {
    var plan = plan()
    plan.shots = [2, 5]
    let sets = try EvaluationSet.of(plan, for: .tiny())
    #expect(sets.map(\.shots) == [2, 5])
    for index in 0..<3 {
      let (few, many) = (try sets[0].episode(index), try sets[1].episode(index))
      #expect(few.support.count == 2 && Array(many.support.prefix(2)) == few.support && few.query == many.query)
    }
    plan.episodes = 50
    let more = try EvaluationSet.of(plan, for: .tiny())
    #expect(try more[0].episode(2) == sets[0].episode(2))
  }

  @Test func withoutTasksTrainedAndHeldOutFamilies() throws {
    let sets = try EvaluationSet.of(plan([]), for: .tiny())
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
      let set = try EvaluationSet.of(plan, for: .tiny())[0]
      for index in 0..<5 {
        let rule = try set.episode(index).name.dropFirst("cipher/".count)
        #expect(family.split(of: String(rule)) == split)
      }
    }
  }

  @Test func theShapeOfTheResult() throws {
    let model = try ModelFile.tiny()
    let (scores, evaluation) = try evaluation(model, plan(["cipher", "rotation"]))
    #expect(evaluation.rows.map(\.name) == ["cipher", "rotation"])
    #expect(evaluation.rows.map(\.group) == [.trained, .heldOut])
    #expect(evaluation.overall.map(\.name) == ["all", "all"])
    #expect(evaluation.rows.allSatisfy { $0.points.map(\.steps) == [0, 1, 2] && $0.points[0].tokens.count == 5 })
    let json = try JSONEncoder().encode(evaluation)
    #expect(try JSONDecoder().decode(Evaluation.self, from: json) == evaluation)
    let top = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(Set(top.keys) == ["checkpoint", "learner", "inner", "plan", "rows", "overall"])
    let html = evaluation.report(samples: scores.rows.compactMap(\.sample)).html()
    for text in ["held out altogether", "cipher", "after 2 steps"] { #expect(html.contains(text), "\(text)") }
  }

  @Test func theQueryLossIsTheTrainingsWithoutHalting() throws {
    var configuration = try TrainingConfiguration.tiny()
    configuration.network.haltWeight = 0
    let model = try ModelFile.fresh(configuration)
    let (scores, evaluation) = try evaluation(model, plan())
    let episodes = try (0..<5).map { try EvaluationSet.of(plan(), for: model.configuration)[0].episode($0) }
    let batch = EpisodeBatch(episodes, canvas: Canvas(height: 1, width: 8))
    let losses = model.slow.network.losses(on: batch.query).converted(to: .float64).scalars(Double.self)
    for (mine, theirs) in zip(scores.rows[0].loss[0], losses) { #expect(abs(mine - theirs) < 1e-5) }
    #expect(evaluation.rows[0].points[0].loss?.count == 5)
  }

  @Test func aModelDoesNotDifferFromItself() throws {
    let model = try ModelFile.tiny()
    let scores = try evaluation(model, plan()).0
    let comparison = EvaluationComparison(scores, named: "a", against: scores, named: "b")
    #expect(comparison.rows[0].points.allSatisfy { $0.tokens.mean == 0 && $0.tokens.halfWidth == 0 })
  }

  @Test func aPairedDifferenceIsNarrowerThanItsParts() throws {
    func scores(_ values: [Double]) -> EvaluationScores {
      EvaluationScores(
        steps: [0],
        rows: [.init(group: .trained, name: "a", shots: 1, tokens: [values], exact: [values], sample: nil)])
    }
    let (first, second) = (scores([0.2, 0.5, 0.9, 0.4]), scores([0.1, 0.4, 0.8, 0.2]))
    let difference = EvaluationComparison(first, named: "a", against: second, named: "b").overall[0].points[0].tokens
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
      let model = try ModelFile.tiny()
      let (scores, evaluation) = try evaluation(model, plan([file.path]))
      #expect(evaluation.rows.map(\.group) == [.files] && evaluation.rows[0].points[0].tokens.count == 1)
      #expect(scores.rows[0].sample?.answers.allSatisfy { $0.height == 1 && $0.width <= 2 } == true)
      #expect(scores.rows[0].exact.allSatisfy { $0 == [0] })
      #expect(evaluation.rows[0].points.allSatisfy { $0.loss == nil })
      try Data(#"{"train":[{"input":[[1]],"output":[[2]]}],"test":[{"input":[[1]]}]}"#.utf8).write(to: file)
      #expect(throws: TaskFileError.self) { try EvaluationSet.of(plan([file.path]), for: model.configuration) }
    }
  }

  @Test func aCoolDownAdaptsForEachNumberOfSteps() throws {
    let model = try ModelFile.tiny().with(settings: ["inner.coolDown=1", "inner.rate=0.3"])
    let episode = try EvaluationSet.of(plan(), for: model.configuration)[0].episode(0)
    let canvas = Canvas(height: 1, width: 8)
    let together = model.answers(to: [episode], after: [1, 3], canvas: canvas)
    #expect(together[0] == model.answers(to: [episode], after: [1], canvas: canvas)[0])
    #expect(together[1] == model.answers(to: [episode], after: [3], canvas: canvas)[0])
  }

  @Test(arguments: ["steps", "shots", "episodes", "batch", "query"])
  func aPlanThatCannotBeSaysWhy(_ key: String) throws {
    var plan = plan()
    switch key {
    case "steps": plan.steps = [-1]
    case "shots": plan.shots = [0]
    case "episodes": plan.episodes = 0
    case "batch": plan.batch = 0
    default: plan.query = -1
    }
    #expect(plan.problem?.key == "--\(key)")
    #expect(throws: ConfigurationError.self) { try EvaluationSet.of(plan, for: .tiny()) }
  }

  @Test func anUnknownNameIsAnError() throws {
    #expect(throws: ConfigurationError.self) { try EvaluationSet.of(plan(["cypher"]), for: .tiny()) }
    #expect(throws: TaskFileError.self) { try EvaluationSet.of(plan(["./none.json"]), for: .tiny()) }
  }
}
