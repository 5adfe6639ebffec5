internal import Networks
public import Tensors

/// A network that every learner of gradient steps can work on.
///
/// What only some networks have is a protocol of its own, which the methods that need it ask for: `GivesFeatures`,
/// `EncodesSupport`, `NormalizesByStep`.
public protocol AdaptableNetwork: ParameterTree {
  /// Examples of several tasks on a leading task axis.
  associatedtype Batch: TaskBatch
  /// Returns the mean loss of each task, [tasks]. Leaves may carry the task axis or not.
  func losses(on batch: Batch) -> Tensor
  /// Returns the answers to the inputs of a batch, which `Batch.scores(of:)` can mark.
  func outputs(on batch: Batch) -> Tensor

  /// The parts that methods adapt; leaves without names for their parts by default.
  var anatomy: Anatomy { get }
}

extension AdaptableNetwork {
  /// Leaves without names for their parts.
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
  /// Returns this network with the context that its encoder makes of the support set.
  func conditioned(on support: Batch) -> Self
}

/// A network whose norms depend on the inner step, or on the support set.
public protocol NormalizesByStep<Batch>: AdaptableNetwork {
  /// Returns this network at an inner step, for queries to a task of this support set where one is given.
  func prepared(forStep step: Int, support: Batch?) -> Self
  /// Whether it answers by running statistics, which `calibrate` takes.
  var keepsStatistics: Bool { get }
  /// Takes the running statistics of an inner step from what networks see that are at this step with some tasks.
  /// - Parameter adapted: at least one network, and the tasks that it was adapted to.
  mutating func calibrate(step: Int, on adapted: [(network: Self, episodes: EpisodeBatch<Batch>)])
}

extension AdaptableNetwork {
  /// This network at an inner step: itself, unless it `NormalizesByStep`.
  func at(step: Int, support: Batch?) -> Self {
    guard let network = self as? any NormalizesByStep<Batch> else { return self }
    return network.prepared(forStep: step, support: support) as! Self
  }
}
