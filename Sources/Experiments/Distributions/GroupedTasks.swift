public import MetaLearning
public import Randomness

/// A task distribution whose episodes are measured group by group, such as family by family.
public protocol GroupedTasks<Batch>: TaskDistribution {
  /// Returns the sets of episodes of a plan.
  ///
  /// - Throws: `ConfigurationError` for what cannot be drawn.
  func sets(_ plan: EvaluationPlan) throws -> [EpisodeSet<Batch>]
  /// Returns the sets on which training is validated.
  func validationSets(_ plan: EvaluationPlan, using generator: Generator) throws -> [EpisodeSet<Batch>]
}

/// A task distribution with a baseline simpler than a network.
public protocol HasBaseline: TaskDistribution {
  /// Returns the name of the baseline, and its score on each episode of a plan.
  func baseline(_ plan: EvaluationPlan) -> (name: String, scores: [Double])
}

extension TaskDistribution {
  /// Returns the sets of episodes of a plan: one of all tasks, if the distribution has no groups.
  func evaluationSets(_ plan: EvaluationPlan) throws -> [EpisodeSet<Batch>] {
    if let problem = plan.problem { throw problem }
    if let grouped = self as? any GroupedTasks<Batch> { return try grouped.sets(plan) }
    try plan.refuse(tasks: "these tasks", copies: "recoloured", shape: true)
    return [whole(plan.episodes, in: plan, using: Generator(seed: plan.seed).child("evaluation"))]
  }

  /// Returns the sets on which training is validated.
  func validationSets(
    _ plan: EvaluationPlan, seed: UInt64
  ) throws -> [EpisodeSet<Batch>] {
    let generator = Generator(seed: seed).child("validation")
    if let grouped = self as? any GroupedTasks<Batch> { return try grouped.validationSets(plan, using: generator) }
    return [whole(plan.episodes, in: plan, using: generator)]
  }

  private func whole(_ count: Int, in plan: EvaluationPlan, using generator: Generator) -> EpisodeSet<Batch> {
    EpisodeSet(group: .trained, name: "all tasks", shots: nil, count: count) { indices in
      episodes(indices[0]..<indices[0] + indices.count, in: plan.split, using: generator)
    }
  }
}

extension EvaluationPlan {
  /// Throws if a plan requests what tasks of numbers do not have.
  func refuse(tasks name: String, copies: String, shape: Bool = false) throws(ConfigurationError) {
    guard tasks.isEmpty else {
      throw ConfigurationError(
        key: "--tasks", problem: "\(name) has no families or files to choose from; leave it out")
    }
    guard recolouredCopies ?? 0 == 0 else {
      throw ConfigurationError(key: "--copies", problem: "\(name) has no colours, so no \(copies) copies; leave it out")
    }
    guard !shape || (shots.isEmpty && query == 0 && ways == 0) else {
      throw ConfigurationError(
        key: "--shots", problem: "episodes of \(name) have one shape; leave --shots, --query and --ways out")
    }
  }
}
