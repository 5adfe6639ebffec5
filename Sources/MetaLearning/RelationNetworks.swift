internal import Networks
public import Randomness
internal import Requirements
public import Tensors

/// A method that learns features and a similarity by which a query is compared with each class.
///
/// rᵢⱼ = σ(g([Σ f(x) over the support examples of class i, f(xⱼ)]));  L = mean over i, j of (rᵢⱼ − 1[yⱼ = i])²
///
/// - Source: Sung, Yang, Zhang, Xiang, Torr, Hospedales 2018, "Learning to Compare: Relation Network for Few-Shot
///   Learning", Equations 1 and 2. <https://arxiv.org/abs/1711.06025>
/// - Differs: the square is averaged, as in the published code, where Equation 2 sums it. Answers are g before the
///   sigmoid, which orders the classes alike and has no ties where it saturates.
///   Pairs of maps are normalized over all pairs of a task, as published, only where the network's own norms see all
///   queries too; else each pair by itself, in groups of channels.
/// - Shapes: features of `[tasks, ways · shots, …]` and `[tasks, queries, …]` give `[tasks, queries, ways]`.
public struct RelationNetworks: AmortizedLearner {
  /// The inner loop, of no step.
  public let inner: InnerLoop
  private let options: RelationOptions
  private let features: [Int]
  private let normalization: Normalization

  /// Creates the method; throws for a network without features, and if there are no classes.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    (inner, options) = (try request.comparing(for: "relation"), request.options.relation)
    features = request.anatomy.featureShape ?? []
    normalization = request.anatomy.isTransductive ? .transductive : .group
    guard options.width > 0 else {
      throw request.refusal(of: "relation", "a relation of width \(options.width) compares nothing: it is positive")
    }
    // With 8 channels in 8 groups, a single position would be normalized by itself: to zero.
    let channels = features.last ?? 0
    guard features.count == 1 || normalization == .transductive || channels % 8 == 0 && channels > 8 else {
      throw request.refusal(
        of: "relation", "group norm of pairs needs a multiple of 8 filters from 16 on, not \(channels)")
    }
  }

  /// Returns the network with a new relation module.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    var slow = SlowWeights(network, inner: inner)
    let relation = RelationModule(
      features, width: options.width, normalization: normalization, using: &generator)
    slow.parts["relation"] = relation.stored(like: network)
    return slow
  }

  /// Returns g of every query and class.
  public func outputs<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    guard let relation = slow.parts["relation"] as? RelationModule else {
      trap("slow weights without a relation module: make them with initialSlowWeights(for:using:)")
    }
    let embedded = ClassEmbeddings(slow.network, episodes)
    let (classes, query) = (embedded.sums.unsqueezed(1), embedded.query.unsqueezed(2))
    let pairs = Array(query.shape.prefix(2)) + [classes.size(2)] + query.shape.dropFirst(3)  // tasks, queries, ways, …
    return relation(classes.expanded(pairs), query.expanded(pairs))
  }

  /// Returns the squared distance of the relations from 1 for the true class and 0 for the others.
  public func losses<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Tensor {
    let relations = outputs(of: slow, on: episodes).sigmoid()
    guard let (labels, ways) = episodes.query.classes else { trap("queries without classes") }
    return (relations - labels.oneHot(ways).converted(to: relations.dtype)).squared().mean(1, 2)
  }
}

/// The settings of `RelationNetworks`.
public struct RelationOptions: LearnerOptions {
  /// The key of the settings, `method.relation`.
  public static let key = "relation"

  /// The width of the relation module's hidden layer; 8 in the paper.
  public var width = 8

  /// Creates the paper's settings.
  public init() {}
}

extension RelationNetworks {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "relation", "a learned likeness of a query and each class",
    source: "Sung et al. 2018", options: RelationOptions.self, traits: [.fixesShots, .fixesTransduction],
    make: RelationNetworks.init)
}

extension MethodOptions {
  /// The settings of `RelationNetworks`.
  public var relation: RelationOptions {
    get { self[RelationOptions.self] }
    set { self[RelationOptions.self] = newValue }
  }
}
