internal import Networks
public import Tensors

/// A network that every gradient-based learner can adapt.
///
/// What only some networks have is a protocol of its own, which the methods that need it require: `GivesFeatures`,
/// `EncodesSupport`, `NormalizesByStep`.
public protocol AdaptableNetwork: ParameterTree {
  /// The examples of several tasks on a leading task axis.
  associatedtype Batch: TaskBatch
  /// Returns the mean loss of each task, [tasks]. Leaves may have the task axis or not.
  func losses(on batch: Batch) -> Tensor
  /// Returns the outputs for the inputs of a batch, which `Batch.scores(of:)` can score.
  func outputs(on batch: Batch) -> Tensor

  /// The parts that methods adapt; by default the leaves, without names for their parts.
  var anatomy: Anatomy { get }
}

extension AdaptableNetwork {
  /// The leaves, without names for their parts.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(network: "\(Self.self)", leaves: names)
    anatomy.linear = linearWeights
    return anatomy
  }
}

/// A network whose features metric methods can compare.
public protocol GivesFeatures<Batch>: AdaptableNetwork {
  /// Returns the features of the examples, [tasks, examples, …].
  func features(of batch: Batch) -> Tensor
}

/// A network with an encoder of support sets.
public protocol EncodesSupport<Batch>: AdaptableNetwork {
  /// Returns the network with the context that its encoder computes from the support set.
  func conditioned(on support: Batch) -> Self
}

/// A network whose norms depend on the inner step, or on the support set.
public protocol NormalizesByStep<Batch>: AdaptableNetwork {
  /// Returns the network at an inner step, prepared for queries to a task of this support set if one is given.
  func prepared(forStep step: Int, support: Batch?) -> Self
  /// Whether the network evaluates with running statistics, which `calibrate` computes.
  var keepsStatistics: Bool { get }
  /// Computes the running statistics of an inner step from what networks at this step see of some tasks.
  ///
  /// `adapted` holds at least one network, and the tasks that it was adapted to.
  mutating func calibrate(step: Int, on adapted: [(network: Self, episodes: EpisodeBatch<Batch>)])
}

extension AdaptableNetwork {
  /// Returns the network at an inner step: itself, unless it `NormalizesByStep`.
  func at(step: Int, support: Batch?) -> Self {
    guard let network = self as? any NormalizesByStep<Batch> else { return self }
    return network.prepared(forStep: step, support: support) as! Self
  }
}
