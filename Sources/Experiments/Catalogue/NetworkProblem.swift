public import MetaLearning
public import Networks
public import Randomness

/// A fresh network and a meta-batch for it: what a check or a price is taken on.
public struct NetworkProblem<Network: AdaptableNetwork>: AnyNetworkProblem {
  /// The network.
  public let network: Network
  /// The meta-batch.
  public let episodes: EpisodeBatch<Network.Batch>

  /// Creates a problem of a network and its meta-batch.
  public init(_ network: Network, _ episodes: EpisodeBatch<Network.Batch>) {
    (self.network, self.episodes) = (network, episodes)
  }
}

/// A `NetworkProblem` of any network.
public protocol AnyNetworkProblem: Sendable {
  /// The type of the network.
  associatedtype Network: AdaptableNetwork
  /// The network.
  var network: Network { get }
  /// The meta-batch.
  var episodes: EpisodeBatch<Network.Batch> { get }
}

/// The norms of a problem's network, where it has any.
public struct ProblemNorms: Hashable, Codable, Sendable {
  /// Whose statistics they use.
  public var normalization = Normalization.transductive
  /// Whether they have a scale and a shift of each inner step's own.
  public var hasStepNorms = false

  /// Creates the defaults.
  public init() {}
}

/// The problem that a learner's meta-gradient on a network is checked on: so small that differences can be afforded.
public struct CheckProblem: Sendable {
  let make: @Sendable (CheckPlan, inout Generator) -> any AnyNetworkProblem

  /// Creates a problem that is a function of the plan and the generator.
  public init(_ make: @escaping @Sendable (CheckPlan, inout Generator) -> any AnyNetworkProblem) { self.make = make }
}

/// The problems that the outer steps of learners on a network are priced on.
public struct PriceProblem: Sendable {
  /// The examples of an episode in a sentence of a report: "sinusoids".
  public let examples: String
  /// The usual widths.
  public let widths: [Int]
  /// The usual support examples: of each class, or in all where there are none.
  public let shots: Int
  /// The usual query examples.
  public let queries: Int
  /// Whether a plan may ask for a context beside the inputs.
  public let takesContext: Bool
  /// A function that returns what is wrong with a width, or `nil`.
  let problem: @Sendable (CostPlan, CostSetting) -> String?
  let make: @Sendable (CostPlan, CostSetting, inout Generator) -> any AnyNetworkProblem

  /// Creates problems of every setting of a plan.
  public init(
    _ examples: String, widths: [Int], shots: Int, queries: Int, takesContext: Bool = false,
    problem: @escaping @Sendable (CostPlan, CostSetting) -> String? = { _, _ in nil },
    make: @escaping @Sendable (CostPlan, CostSetting, inout Generator) -> any AnyNetworkProblem
  ) {
    (self.examples, self.widths, self.shots, self.queries) = (examples, widths, shots, queries)
    (self.takesContext, self.problem, self.make) = (takesContext, problem, make)
  }
}
