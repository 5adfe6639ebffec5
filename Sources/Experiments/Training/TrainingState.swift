internal import Foundation
internal import MetaLearning
internal import Networks
internal import Randomness
internal import Runs
internal import Tensors

/// Everything that a training step changes. Stored whole, so that a resumed run goes on bit for bit.
struct TrainingState: Sendable {
  /// Slow weights and optimizers.
  var outer: OuterState<TinyRecursiveModel>
  /// The carries and the table of training as published.
  var joint: JointState?

  /// Outer steps taken.
  var step: Int { outer.step }
  /// What the outer loop learns.
  var slow: SlowWeights<TinyRecursiveModel> {
    get { outer.slow }
    set { outer.slow = newValue }
  }

  init(_ model: ModelFile) {
    outer = OuterState(model.slow, optimizer: model.configuration.optimizer, average: model.configuration.average)
  }

  /// One outer step against a meta-gradient.
  /// - Returns: false for a gradient that is not finite, which changes nothing.
  mutating func update(
    _ gradient: SlowWeights<TinyRecursiveModel>, _ configuration: TrainingConfiguration, learnsRates: Bool
  ) -> Bool {
    outer.update(
      gradient, rate: configuration.schedule.rate(at: step, of: configuration.totalSteps),
      ratesMultiple: configuration.ratesMultiple, limit: configuration.gradientLimit, learnsRates: learnsRates)
  }

  /// What is measured and shipped: the moving average and, where tasks have vectors of their own, their mean for a new
  /// task.
  var evaluated: SlowWeights<TinyRecursiveModel> {
    var model = outer.average.model
    model.network.buffers = slow.network.buffers
    if let joint { model.network.task = joint.table.mean }
    return model
  }

  /// The files of a checkpoint: the averaged model as it would be shipped, and the rest of the state.
  func files(_ configuration: TrainingConfiguration) throws -> [CheckpointFile] {
    let shipped = ModelFile(configuration: configuration, slow: evaluated)
    var (tensors, counts) = outer.stored
    for (key, value) in joint?.state ?? [:] { tensors["joint." + key] = value }
    return [
      CheckpointFile("model.safetensors", try shipped.encoded()),
      CheckpointFile(
        "state.safetensors", Safetensors(tensors, metadata: counts.mapValues { "\($0)" }).encoded()),
    ]
  }

  /// Takes up what `files` wrote. Only `model` and `state` of the same checkpoint go together.
  init(model: ModelFile, joint: JointState?, state data: Data, named name: String) throws {
    let stored = try Safetensors(decoding: data, named: name)
    self.init(model)
    try outer.restore(stored, named: name)
    self.joint = joint
    try self.joint?.restore(stored.part("joint."))
  }
}
