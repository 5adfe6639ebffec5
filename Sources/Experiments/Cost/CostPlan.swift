internal import MetaLearning
internal import Requirements
internal import Settings

/// The plan of a comparison of costs: the learners, the network and the axes.
///
/// Each axis is varied alone around a base point, the middle value of every list (the upper one of two).
public struct CostPlan: Hashable, Codable, Sendable {
  /// The name of a network of the catalogue that has a price.
  public var network: String
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
  /// The width of a context beside the inputs of a network that takes one, which some methods adapt.
  public var context = 0
  /// The norms of a network that has any.
  public var norms = ProblemNorms()
  /// The number of rounds of time; the bytes are counted in one more before them.
  public var repeats = 5
  /// Whether there are recomputing rows of every learner, not of MAML alone.
  public var recomputes = false
  /// The seed of weights and episodes, on which no cost depends.
  public var seed: UInt64 = 1

  /// The networks that have a price.
  public static var networks: [NetworkEntry] { AdaptableNetworks.all.filter { $0.price != nil } }

  /// Creates the usual plan of a network.
  /// - Throws: `ConfigurationError` for a network that is not there or has no price.
  public init(_ network: String = "conv") throws(ConfigurationError) {
    guard let price = AdaptableNetworks.named(network)?.price else {
      throw .unknown(network, key: "network", among: Self.networks.map(\.name))
    }
    self.network = network
    learners = MetaLearners.all.filter { $0.cost != nil }.map(\.name)
    (widths, shots, queries) = (price.widths, price.shots, price.queries)
  }

  /// The problems of the network.
  var price: PriceProblem {
    guard let price = AdaptableNetworks.named(network)?.price else {
      trap("\"\(network)\" has no price; choose \(Self.networks.map(\.name).joined(separator: ", "))")
    }
    return price
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
    guard context == 0 || price.takesContext else {
      return ConfigurationError(key: "context", problem: "\(network) has its own, or none: leave it out")
    }
    let wrong = widths.lazy.compactMap { price.problem(self, base.with(.width, $0)) }.first
    return wrong.map { ConfigurationError(key: "widths", problem: $0) }
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
