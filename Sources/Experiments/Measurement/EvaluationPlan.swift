public import Tasks

/// What is measured of a model: which tasks, how many, with how many examples, after how many adaptation steps.
///
/// Episode i of a family is a function of `seed` and i alone, so that two models meet the same.
public struct EvaluationPlan: Hashable, Codable, Sendable {
  /// Families, worlds as "world:strips", and paths of task files. Empty: the tasks of training (rules that it never
  /// saw), and families of the same worlds that it left out.
  public var tasks: [String] = []
  /// Which tasks of the distribution.
  public var split = Split.metaTest
  /// Numbers of adaptation steps; a method without steps is measured once.
  public var steps = [0, 1, 2, 5, 10]
  /// Classes of an episode; 0 for those of training. Only a method without steps can tell another number apart.
  public var ways = 0
  /// Numbers of examples to adapt to (of a class); 0, or none, for those of training. Files give their own.
  public var shots: [Int] = []
  /// Queries an episode (of a class); 0 for those of training.
  public var query = 0
  /// Recoloured copies of examples to add, or `nil` for those of training.
  public var recolouredCopies: Int?
  /// Episodes of each family.
  public var episodes = 200
  /// The seed of the episodes.
  public var seed: UInt64 = 1
  /// Tasks at once.
  public var batch = 16

  /// The defaults.
  public init() {}

  /// The first invalid setting, or `nil`.
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

/// How the tasks of a row relate to the model's training.
public enum EvaluationGroup: String, CaseIterable, Codable, Sendable {
  /// Tasks of the training's distribution, of the split that was asked for.
  case trained
  /// A family that no source of the training names.
  case heldOut = "held-out"
  /// Tasks of a file or a folder.
  case files

  /// A heading.
  public var title: String {
    switch self {
    case .trained: "trained families (unseen rules)"
    case .heldOut: "families held out altogether"
    case .files: "task files"
    }
  }
}
