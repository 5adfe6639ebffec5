internal import MetaLearning
internal import Tasks

extension StudyCell {
  /// The approximate cost of the cell in operations, by which cells are ordered and the remaining time is estimated.
  public var cost: Double {
    guard case .training(let training) = model else { return evaluationCost(Experiment()) }
    return trainingCost + evaluationCost(training)
  }

  /// The cost of the training.
  var trainingCost: Double {
    if case .training(let training) = model { training.operations } else { 0 }
  }

  /// Returns the cost of the evaluation: a gradient of each example for each adaptation step, and an answer to each
  /// query for each that is measured.
  private func evaluationCost(_ experiment: Experiment) -> Double {
    let usual = experiment.examples
    let ways = Double(max(experiment.tasks.shape.ways, 1))
    let shots = evaluation.shots.isEmpty ? [usual.support] : Set(evaluation.shots).map { Double($0) * ways }
    let query = evaluation.query > 0 ? Double(evaluation.query) * ways : usual.query
    let trained = experiment.tasks.kind == "families" ? experiment.tasks.families.sources.flatMap(\.families) : ["all"]
    let families = evaluation.tasks.isEmpty ? trained : evaluation.tasks
    // A name that is unknown here is refused where the evaluation is planned; a price needs only their number.
    let count = (try? EpisodeSampler.families(families, key: "tasks").count) ?? families.count
    let examples = 3 * Double(evaluation.steps.max() ?? 0) * shots.reduce(0, +)
    let answers = query * Double(evaluation.steps.count * shots.count)
    return experiment.forwardOperations * Double(count * evaluation.episodes) * (examples + answers)
  }
}
