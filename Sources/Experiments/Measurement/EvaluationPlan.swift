public import Tasks

/// The plan of an evaluation: the tasks, their number, their numbers of examples and of adaptation steps.
///
/// Episode i of a family is a function of `seed` and i alone, so that two models see the same.
public struct EvaluationPlan: Hashable, Codable, Sendable {
  /// The families, worlds as "world:strips", and paths of task files. Empty: the tasks of training (rules that it never
  /// saw), and families of the same worlds that it left out.
  public var tasks: [String] = []
  /// The split of the tasks.
  public var split = Split.metaTest
  /// The numbers of adaptation steps; a method without steps is measured once.
  public var steps = [0, 1, 2, 5, 10]
  /// The number of classes of an episode; 0 for that of training. Only a method without steps can distinguish another
  /// number.
  public var ways = 0
  /// The numbers of support examples (of a class); 0, or none, for those of training. Files have their own.
  public var shots: [Int] = []
  /// The number of queries of an episode (of a class); 0 for that of training.
  public var query = 0
  /// The number of recoloured copies of examples to add, or `nil` for that of training.
  public var recolouredCopies: Int?
  /// The number of episodes of each family.
  public var episodes = 200
  /// The seed of the episodes.
  public var seed: UInt64 = 1
  /// The number of tasks at once.
  public var batch = 16

  /// Creates the default plan.
  public init() {}

  /// The error of the first impossible setting, or `nil` if all are possible.
  public var problem: ConfigurationError? {
    let wrong: (key: String, problem: String)? =
      if steps.isEmpty || steps.contains(where: { !(0...100_000).contains($0) }) {
        ("steps", "\(steps) must be numbers of steps, such as [0, 1, 5, 10]")
      } else if shots.contains(where: { !(0...1_000).contains($0) }) {
        ("shots", "\(shots) must be numbers of examples, such as [2, 4, 8, 16]")
      } else if !(1...10_000_000).contains(episodes) {
        ("episodes", "it is \(episodes); give 1 or more")
      } else if !(1...10_000).contains(batch) {
        ("batch", "it is \(batch); give 1 to 10000 tasks at once")
      } else if !(0...1_000).contains(query) {
        ("query", "it is \(query); give 0 to 1000 queries")
      } else if !(0...1_000).contains(ways) {
        ("ways", "it is \(ways); give 0 to 1000 classes")
      } else if !(0...1_000).contains(recolouredCopies ?? 0) {
        ("recolouredCopies", "it is \(recolouredCopies ?? 0); give 0 to 1000 copies")
      } else {
        nil
      }
    return wrong.map { ConfigurationError(key: "evaluation.\($0.key)", problem: $0.problem) }
  }
}

/// The relation of the tasks of a row to the model's training.
public enum EvaluationGroup: String, CaseIterable, Codable, Sendable {
  /// Tasks of the training's distribution, of the requested split.
  case trained
  /// Tasks of a family that no source of the training names.
  case heldOut = "held-out"
  /// Tasks of a file or a folder.
  case files

  /// The heading of the group.
  public var title: String {
    switch self {
    case .trained: "trained families (unseen rules)"
    case .heldOut: "families held out altogether"
    case .files: "task files"
    }
  }
}
