internal import Networks
internal import Requirements
internal import Tensors

/// The features of the examples of classes, which metric methods compare.
///
/// Support and query go through the network in one pass, so that a norm that takes its statistics from what it sees
/// (transductive batch norm) sees both, as in the published code. Such a network's answers to a query depend on the
/// other queries; with any other norm they do not.
/// - Shapes: support [tasks, ways · shots, …], query [tasks, queries, …], membership [tasks, ways · shots, ways].
struct ClassEmbeddings {
  /// The features of the support set.
  let support: Tensor
  /// The features of the queries.
  let query: Tensor
  /// The membership: 1 if an example of the support set is of a class, else 0.
  let membership: Tensor

  /// Computes the features that a network gives the examples of these episodes.
  init<Network: AdaptableNetwork>(_ network: Network, _ episodes: EpisodeBatch<Network.Batch>) {
    guard let (labels, ways) = episodes.support.classes else {
      trap("\(Network.Batch.self) has no classes to compare: use a method of gradient steps")
    }
    let all = episodes.support.joined(with: episodes.query)
    guard let network = network.at(step: 0, support: episodes.support) as? any GivesFeatures<Network.Batch> else {
      trap("\(Network.self) gives no features to compare: conform it to GivesFeatures")
    }
    let features = network.features(of: all)
    let shots = labels.size(1)
    support = features.narrowed(1, from: 0, length: shots)
    query = features.narrowed(1, from: shots, length: features.size(1) - shots)
    membership = labels.oneHot(ways).converted(to: features.dtype)
    let fewest = withoutGradient { membership.sum(1).min().item }
    require(fewest > 0, "a class of the \(ways) ways has no example in the support set: give it one at least")
  }

  /// The sum of each class's features: [tasks, ways, …].
  var sums: Tensor {
    let flat = membership.transposed().matmul(support.flattened(2))
    return flat.reshaped([flat.size(0), flat.size(1)] + support.shape.dropFirst(2))
  }

  /// The mean of each class's features: [tasks, ways, width].
  var means: Tensor { sums.flattened(2) / membership.sum(1).unsqueezed(-1) }
}

extension TaskBatch {
  /// Returns the mean cross-entropy of each task's logits [tasks, examples, ways]: [tasks].
  func crossEntropy(of logits: Tensor) -> Tensor {
    guard let classes else { trap("\(Self.self) has no classes: cross-entropy needs labels") }
    return Loss.crossEntropy(logits, classes.labels, .softmax).mean(1)
  }
}
