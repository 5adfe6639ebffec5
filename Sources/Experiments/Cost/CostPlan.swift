internal import MetaLearning
public import Networks
internal import Tasks

/// The plan of a comparison of costs: the learners, the network and the axes.
///
/// Each axis is varied alone around a base point, the middle value of every list (the upper one of two).
public struct CostPlan: Hashable, Codable, Sendable {
  /// A network of a comparison.
  public enum Network: String, CaseIterable, Codable, Sendable {
    /// Two hidden layers, on sinusoids.
    case mlp
    /// Conv-4, on five classes of 28 × 28 images.
    case conv
    /// A neural process, on sinusoids.
    case neuralProcess
    /// The recursive model of the comparison of learners, on rows of eight symbols.
    case trm
  }

  /// The network.
  public var network: Network
  /// Learners of the catalogue.
  public var learners: [String]
  /// The numbers of inner steps.
  public var innerSteps = [1, 2, 5, 10]
  /// The numbers of tasks in a meta-batch.
  public var tasks = [2, 4, 8, 16]
  /// The widths of the layers, or numbers of filters of the blocks.
  public var widths: [Int]
  /// The number of support examples: of each class, or in all for a regression.
  public var shots: Int
  /// The number of query examples: of each class, or in all for a regression.
  public var queries: Int
  /// The width of a context beside the inputs of `mlp` and `conv`, which some methods adapt.
  public var context = 0
  /// The statistics that the norms of `conv` use.
  public var normalization = Normalization.transductive
  /// Whether the norms of `conv` have a scale and a shift for each inner step.
  public var hasStepNorms = false
  /// The number of rounds of time; the bytes are counted in one more before them.
  public var repeats = 5
  /// Whether there are recomputing rows of every learner, not of MAML alone.
  public var recomputes = false
  /// The seed of weights and episodes, on which no cost depends.
  public var seed: UInt64 = 1

  /// Creates the usual plan of a network: one image and one query of each of five classes, as MAML trains on Omniglot,
  /// ten and ten points of a sinusoid, or sixteen and sixteen rows.
  public init(_ network: Network = .conv) {
    self.network = network
    learners = MetaLearners.all.filter { $0.cost != nil }.map(\.name)
    switch network {
    case .conv: (widths, shots, queries) = ([8, 16, 32, 64], 1, 1)
    case .mlp, .neuralProcess: (widths, shots, queries) = ([40, 80, 160, 320], 10, 10)
    case .trm: (widths, shots, queries) = ([32, 64, 128], 16, 16)
    }
  }

  /// The error of the first impossible setting, or `nil` if all are possible.
  public var problem: ConfigurationError? {
    for (key, list, limit) in [
      ("inner-steps", innerSteps, 1_000), ("tasks", tasks, 4_096), ("widths", widths, 65_536),
      ("shots", [shots], 1_000), ("queries", [queries], 1_000), ("repeats", [repeats], 1_000),
      ("context", [context + 1], 1_001),
    ] where list.isEmpty || list.contains(where: { !(1...limit).contains($0) }) {
      return ConfigurationError(
        key: key, problem: "\(list.map(String.init).joined(separator: ",")): give 1 to \(limit)")
    }
    for name in learners where MetaLearners.named(name) == nil {
      let near = nearest(to: name, in: MetaLearners.all.map(\.name)).joined(separator: ", ")
      return ConfigurationError(key: "learners", problem: "there is no \"\(name)\"; nearest: \(near)")
    }
    guard context == 0 || [.mlp, .conv].contains(network) else {
      return ConfigurationError(key: "context", problem: "\(network.rawValue) has its own: leave it out")
    }
    let wrong = widths.compactMap { width in
      let setting = base.with(.width, width)
      switch network {
      case .conv: return sizes(at: setting).problem
      case .trm: return recursion(at: setting).problem
      case .mlp, .neuralProcess: return nil
      }
    }.first
    return wrong.map { ConfigurationError(key: "widths", problem: $0) }
  }

  /// Returns the sizes of Conv-4 at a setting.
  func sizes(at setting: CostSetting) -> ConvNetConfiguration {
    var sizes = ConvNetConfiguration()
    (sizes.filters, sizes.normalization, sizes.context) = (setting.width, normalization, context)
    (sizes.hasStepNorms, sizes.normSteps) = (hasStepNorms, setting.innerSteps + 1)
    return sizes
  }

  /// Returns the sizes of the recursive model at a setting.
  func recursion(at setting: CostSetting) -> TinyRecursiveConfiguration {
    var c = TinyRecursiveConfiguration()
    (c.width, c.taskWidth, c.positionHeads, c.positionExtent) = (setting.width, setting.width, 4, 8)
    (c.highCycles, c.lowCycles, c.expansion, c.innerMultiple, c.loss) = (1, 2, 3, 64, .softmax)
    return c
  }

  /// The point around which each axis is varied.
  public var base: CostSetting {
    func middle(_ list: [Int]) -> Int { list.sorted()[list.count / 2] }
    return CostSetting(innerSteps: middle(innerSteps), tasks: middle(tasks), width: middle(widths))
  }

  /// Returns the settings along an axis, ascending.
  public func settings(along axis: CostAxis) -> [CostSetting] {
    let values =
      switch axis {
      case .innerSteps: innerSteps
      case .tasks: tasks
      case .width: widths
      }
    return Set(values).sorted().map { base.with(axis, $0) }
  }

  /// The settings of all axes, each once.
  public var settings: [CostSetting] {
    CostAxis.allCases.flatMap(settings(along:)).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
