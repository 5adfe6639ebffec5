/// The catalogue of learners. A new one is a file and a line here; commands, guides and contract tests read it.
public struct MetaLearnerEntry: Sendable {
  /// What configurations call it.
  public let name: String
  /// What it does, in a line.
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// Makes the method over an inner loop; the numbers weigh the query loss after each inner step.
  public let make: @Sendable (InnerLoop, [Double]) -> any MetaLearner
}

/// The learners there are.
public enum MetaLearners {
  /// Every learner.
  public static let all: [MetaLearnerEntry] = [
    MetaLearnerEntry(
      name: "joint", summary: "one model on all tasks, one learned vector a task: the published way, and the baseline",
      source: "Jolicoeur-Martineau 2025", make: { _, _ in JointTraining() }),
    MetaLearnerEntry(
      name: "reptile", summary: "moves the start toward where each task's own training ends",
      source: "Nichol, Achiam, Schulman 2018", make: { inner, _ in Reptile(inner: inner) }),
    MetaLearnerEntry(
      name: "fomaml", summary: "MAML with inner gradients as constants: no second derivatives",
      source: "Finn, Abbeel, Levine 2017, Section 5.2",
      make: { inner, weights in FirstOrderMAML(inner: inner, queryWeights: weights) }),
    MetaLearnerEntry(
      name: "maml", summary: "differentiates the query loss through the inner steps",
      source: "Finn, Abbeel, Levine 2017",
      make: { inner, weights in MAML(inner: inner, queryWeights: weights) }),
  ]

  /// The learner of a name, if there is one.
  public static func named(_ name: String) -> MetaLearnerEntry? { all.first { $0.name == name } }
}
