internal import Networks
public import Tensors

/// A network that learners can work on: it says what its examples cost, what it answers, and where its parts are.
///
/// Two requirements say what a network is; the others have defaults, for networks that offer less than a method may ask.
public protocol AdaptableNetwork: ParameterTree {
  /// Examples of several tasks on a leading task axis.
  associatedtype Batch: TaskBatch
  /// The mean loss of each task: [tasks]. Leaves may carry the task axis or not.
  func losses(on batch: Batch) -> Tensor
  /// What it answers to the inputs of a batch, which `Batch.scores(of:)` can mark.
  func outputs(on batch: Batch) -> Tensor

  /// Where methods find what they adapt.
  var anatomy: Anatomy { get }
  /// What metric methods compare, [tasks, examples, …]; nil where a network has no such thing.
  func features(of batch: Batch) -> Tensor?
  /// This network at an inner step, for a task of this support set: what normalization needs to know.
  func at(step: Int, support: Batch?) -> Self
  /// This network with the context that its encoder makes of the support set; nil where it has no encoder.
  func conditioned(on support: Batch) -> Self?
  /// This network with operations that can be differentiated twice, where it makes a difference.
  func preparedForSecondOrder() -> Self
  /// This network in another floating-point type.
  func converted(to dtype: DType) -> Self
  /// Tensors that belong to the network and are not learned by gradient, by name.
  var buffers: [String: Tensor] { get set }
  /// True for a network that answers by running statistics, which `calibrate` takes.
  var keepsStatistics: Bool { get }
  /// Takes the running statistics of an inner step from what networks see that are at this step with some tasks.
  /// - Parameter adapted: at least one network, and the tasks that it was adapted to.
  mutating func calibrate(step: Int, on adapted: [(network: Self, episodes: EpisodeBatch<Batch>)])
}

extension AdaptableNetwork {
  /// Leaves without names for their parts.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(network: "\(Self.self)", leaves: names)
    anatomy.linear = linearWeights
    return anatomy
  }
  /// None.
  public func features(of batch: Batch) -> Tensor? { nil }
  /// The network itself: nothing in it depends on the step.
  public func at(step: Int, support: Batch?) -> Self { self }
  /// None: there is no encoder.
  public func conditioned(on support: Batch) -> Self? { nil }
  /// The network itself: plain operations can be differentiated any number of times.
  public func preparedForSecondOrder() -> Self { self }
  /// Every leaf converted.
  public func converted(to dtype: DType) -> Self { map { $0.converted(to: dtype) } }
  /// None.
  public var buffers: [String: Tensor] {
    get { [:] }
    set {}
  }
  /// False.
  public var keepsStatistics: Bool { false }
  /// Nothing: it keeps no statistics.
  public mutating func calibrate(step: Int, on adapted: [(network: Self, episodes: EpisodeBatch<Batch>)]) {}
}
