public import Tasks

/// What `evaluate` measures: which tasks, how many, with how many examples, after how many adaptation steps.
public struct EvaluationPlan: Hashable, Codable, Sendable {
  /// Families, worlds as "world:strips", and paths of task files. Empty: the families that the model was trained on
  /// (rules that it never saw), and those of the same worlds that its training left out.
  public var tasks: [String] = []
  /// Which rules of the families.
  public var split = Split.metaTest
  /// Numbers of adaptation steps.
  public var steps = [0, 1, 2, 5, 10]
  /// Numbers of examples to adapt to; empty for those of training. Files give their own.
  public var shots: [Int] = []
  /// Queries an episode; 0 for those of training.
  public var query = 0
  /// Recoloured copies of examples to add; nil for those of training.
  public var recolouredCopies: Int?
  /// Episodes a family.
  public var episodes = 200
  /// The seed of the episodes: episode i of a family is the same for every model, batch and number of examples.
  public var seed: UInt64 = 1
  /// Tasks at once.
  public var batch = 16

  /// The defaults.
  public init() {}

  /// What is wrong with it, or nothing.
  public var problem: ConfigurationError? {
    let key: String
    if steps.isEmpty || steps.contains(where: { !(0...100_000).contains($0) }) {
      key = "--steps: \(steps) must be numbers of steps, such as 0,1,5,10"
    } else if shots.contains(where: { !(1...1_000).contains($0) }) {
      key = "--shots: \(shots) must be positive numbers of examples, such as 2,4,8,16"
    } else if !(1...10_000_000).contains(episodes) {
      key = "--episodes: \(episodes) must be positive"
    } else if !(1...10_000).contains(batch) {
      key = "--batch: \(batch) must be positive"
    } else if !(0...1_000).contains(query) {
      key = "--query: \(query) must be 0 to 1000 queries"
    } else if !(0...1_000).contains(recolouredCopies ?? 0) {
      key = "--copies: \(recolouredCopies ?? 0) must be 0 to 1000 copies"
    } else {
      return nil
    }
    let parts = key.split(separator: ": ", maxSplits: 1).map(String.init)
    return ConfigurationError(key: parts[0], problem: parts[1])
  }
}

/// How the tasks of a row relate to the model's training.
public enum EvaluationGroup: String, CaseIterable, Codable, Sendable {
  /// A family that was trained on, with rules of the split that was asked for.
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
