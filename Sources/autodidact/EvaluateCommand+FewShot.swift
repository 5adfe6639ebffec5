import Experiments
import Foundation
import MetaLearning
import Networks
import Tasks
import Reports

extension EvaluateCommand {
  /// What programs get of a few-shot model.
  struct FewShotResult: Encodable {
    let checkpoint: String
    let learner: String
    let network: String
    let normalization: String
    let isTransductive: Bool
    let plan: FewShotPlan
    let score: String
    let points: [FewShotPoint]
    let against: String?
    let difference: [FewShotDifference]?
  }

  /// Measures a few-shot model on episodes that are a function of the seed alone.
  func evaluateFewShot(_ url: URL, to output: Output, console: Console) throws {
    let model = try FewShotModel(contentsOf: url)
    let folder = data.map { URL(fileURLWithPath: $0, isDirectory: true) }
    let world = try FewShotWorld(model.configuration, data: folder)
    var plan = model.configuration.evaluation
    (plan.split, plan.seed, plan.batch) = (split, seed, batch)
    (plan.episodes, plan.steps) = (episodes ?? plan.episodes, steps.values)
    plan.ways = ways ?? plan.ways
    (plan.shots, plan.query) = (shots.values.first ?? plan.shots, query > 0 ? query : plan.query)
    guard shots.values.count < 2, settings.isEmpty, againstSet.isEmpty, tasks.isEmpty else {
      throw BadInputError(
        "a few-shot model is measured on its own world with its own settings: give one number of --shots, "
          + "and leave --tasks, --set and --against-set out")
    }
    func scores(_ model: FewShotModel, _ label: String) throws -> FewShotScores {
      var bar = ProgressBar(label, total: plan.episodes, console: console)
      defer { bar.finish() }
      return try model.measured(in: world, plan, normalization: normalization) { bar.update($0) }
    }
    let second = try against.map { try FewShotModel(contentsOf: ModelOption.file(of: $0)) }
    let first = try scores(model, "evaluate")
    let other = try second.map { try scores($0, "against") }
    let (trained, mode) = (model.configuration, normalization ?? model.configuration.network.conv.normalization)
    let result = FewShotResult(
      checkpoint: url.path, learner: trained.learner, network: trained.network.kind.rawValue,
      normalization: trained.normalization(as: mode),
      isTransductive: trained.network.kind == .conv && mode.isTransductive, plan: plan,
      score: first.isBetterHigh ? "accuracy" : "mean squared error", points: first.points, against: against,
      difference: other.map { first.minus($0) })
    try output.result(result) { Self.text(result, console: output.console) }
  }

  /// The table of a few-shot evaluation, under the mode that it was measured in.
  static func text(_ result: FewShotResult, console: Console) -> String {
    let isAccuracy = result.score == "accuracy"
    func number(_ value: Double) -> String {
      isAccuracy ? String(format: "%.2f %%", 100 * value) : String(format: "%.3f", value)
    }
    let rows = result.points.map { point in
      [
        "\(point.steps)", "\(number(point.score.mean)) ± \(number(point.score.halfWidth))", number(point.median),
        String(format: "%.1f %%", 100 * point.diverged),
      ]
        + (result.difference ?? []).filter { $0.steps == point.steps }.map { pair in
          let (mean, half) = (pair.difference.mean, number(pair.difference.halfWidth))
          let leftOut = pair.leftOut > 0 ? " (\(pair.leftOut) diverged)" : ""
          return (isAccuracy ? String(format: "%+.2f %%", 100 * mean) : String(format: "%+.3f", mean))
            + " ± \(half)\(leftOut)"
        }
    }
    let columns = ["steps", result.score, "median", "diverged"] + (result.against == nil ? [] : ["difference"])
    let mode = result.isTransductive ? "\(result.normalization) (transductive)" : "\(result.normalization) (inductive)"
    return """
      \(result.learner) on \(result.network), \(result.plan.episodes) episodes of \(result.plan.split.rawValue), norm: \(result.normalization == "none" ? "none (inductive)" : mode)
      \(Table(columns, numeric: 0..., rows: rows).text(console: console))
      """
  }
}
