internal import MetaLearning

extension StudyCell {
  /// About how long the cell takes, in operations: to order cells by and to tell when all will be done.
  public var cost: Double {
    guard case .training(let training) = model else { return evaluationCost(TrainingConfiguration()) }
    return trainingCost + evaluationCost(training)
  }

  /// The training's part of it.
  var trainingCost: Double {
    if case .training(let training) = model { training.operations } else { 0 }
  }

  /// A gradient of each example for each adaptation step, and an answer to each query for each that is measured.
  private func evaluationCost(_ configuration: TrainingConfiguration) -> Double {
    let source = configuration.sources[0]
    let shots = evaluation.shots.isEmpty ? [source.support] : Array(Set(evaluation.shots))
    let query = evaluation.query > 0 ? evaluation.query : source.query
    let families = evaluation.tasks.isEmpty ? configuration.sources.flatMap(\.families) : evaluation.tasks
    let count = (try? EpisodeSampler.families(families, key: "tasks").count) ?? families.count
    let examples = 3 * (evaluation.steps.max() ?? 0) * shots.reduce(0, +)
    let answers = query * evaluation.steps.count * shots.count
    return configuration.forwardOperations * Double(count * evaluation.episodes * (examples + answers))
  }
}
