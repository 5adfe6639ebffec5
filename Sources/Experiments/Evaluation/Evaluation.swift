public import MetaLearning

/// Accuracy after each number of adaptation steps, a row a family and number of examples, with 95 % intervals.
public struct Evaluation: Hashable, Codable, Sendable {
  /// The accuracy after a number of steps.
  public struct Point: Hashable, Codable, Sendable {
    /// Adaptation steps.
    public let steps: Int
    /// The share of the answers' cells that are right.
    public let tokens: Estimate
    /// The median of that share over the episodes; no accuracy can diverge.
    public let median: Double
    /// The share of the queries whose whole output is right.
    public let exact: Estimate
    /// The query loss, in nats a cell; nil where an answer does not fit on the canvas that its solver may know of.
    public let loss: Estimate?
  }

  /// The accuracy on one set.
  public struct Row: Hashable, Codable, Sendable {
    /// How its tasks relate to the training.
    public let group: EvaluationGroup
    /// The family or folder; "all" for all rows of a group.
    public let name: String
    /// Examples an episode; nil where each file has its own number.
    public let shots: Int?
    /// One for each number of steps.
    public let points: [Point]
  }

  /// What was evaluated: the file.
  public let checkpoint: String
  /// How it was trained.
  public let learner: String
  /// How it adapted.
  public let inner: InnerLoop
  /// What was asked.
  public let plan: EvaluationPlan
  /// Each family or folder.
  public let rows: [Row]
  /// All episodes of each group and number of examples.
  public let overall: [Row]

  /// The estimates of scores.
  public init(_ scores: EvaluationScores, of model: ModelFile, named checkpoint: String, plan: EvaluationPlan) {
    self.checkpoint = checkpoint
    (learner, inner) = (model.configuration.learner, model.inner)
    self.plan = plan
    rows = scores.rows.map { Row($0, steps: scores.steps) }
    overall = scores.merged.map { Row($0, steps: scores.steps) }
  }
}

extension Evaluation.Row {
  fileprivate init(_ row: EvaluationScores.Row, steps: [Int]) {
    (group, name, shots) = (row.group, row.name, row.shots)
    points = steps.indices.map { index in
      Evaluation.Point(
        steps: steps[index], tokens: Estimate(row.tokens[index]), median: Experiments.median(row.tokens[index]),
        exact: Estimate(row.exact[index]),
        loss: row.loss.isEmpty || row.loss[index].contains(where: \.isNaN) ? nil : Estimate(row.loss[index]))
    }
  }
}

/// How much better one model answers than another, episode by episode.
public struct EvaluationComparison: Hashable, Codable, Sendable {
  /// The first model's file.
  public let checkpoint: String
  /// The second model's file.
  public let against: String
  /// Each family or folder: the mean of first minus second, with its 95 % interval.
  public let rows: [Evaluation.Row]
  /// All episodes of each group and number of examples.
  public let overall: [Evaluation.Row]

  /// Pairs the scores of two models on the same sets.
  public init(
    _ first: EvaluationScores, named checkpoint: String, against second: EvaluationScores, named other: String
  ) {
    precondition(
      first.steps == second.steps && first.rows.map(\.name) == second.rows.map(\.name),
      "scores of \(first.rows.count) and \(second.rows.count) sets do not pair; measure both models on the same sets")
    (self.checkpoint, against) = (checkpoint, other)
    var difference = first
    for (index, row) in second.rows.enumerated() {
      for step in first.steps.indices {
        difference.rows[index].tokens[step] = zip(first.rows[index].tokens[step], row.tokens[step]).map { $0 - $1 }
        difference.rows[index].exact[step] = zip(first.rows[index].exact[step], row.exact[step]).map { $0 - $1 }
        guard !first.rows[index].loss.isEmpty, !row.loss.isEmpty else { continue }
        difference.rows[index].loss[step] = zip(first.rows[index].loss[step], row.loss[step]).map { $0 - $1 }
      }
    }
    rows = difference.rows.map { Evaluation.Row($0, steps: first.steps) }
    overall = difference.merged.map { Evaluation.Row($0, steps: first.steps) }
  }
}

extension EvaluationScores {
  /// One row for all episodes of each group and number of examples, in the order of the groups.
  var merged: [Row] {
    EvaluationGroup.allCases.flatMap { group in
      let members = rows.filter { $0.group == group }
      return Set(members.map(\.shots)).sorted { ($0 ?? 0) < ($1 ?? 0) }.map { shots in
        let alike = members.filter { $0.shots == shots }
        return Row(
          group: group, name: "all", shots: shots,
          tokens: steps.indices.map { step in alike.flatMap { $0.tokens[step] } },
          exact: steps.indices.map { step in alike.flatMap { $0.exact[step] } },
          loss: alike.contains { $0.loss.isEmpty } ? [] : steps.indices.map { step in alike.flatMap { $0.loss[step] } })
      }
    }
  }
}
