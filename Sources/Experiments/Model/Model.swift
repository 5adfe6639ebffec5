public import Foundation
public import MetaLearning
internal import Networks
internal import Randomness
internal import Runs
public import Tensors

/// A trained model: slow weights, the learner that adapts them, and the experiment of their training.
public struct Model<Network: AdaptableNetwork>: Sendable {
  /// The experiment that trained it.
  public internal(set) var experiment: Experiment
  /// The network, the inner rates and the learner's own weights.
  public var slow: SlowWeights<Network>
  /// The learner by which it adapts and answers.
  public internal(set) var learner: any MetaLearner
  /// The origin of the model.
  public var lineage: Lineage

  /// Creates a model with an experiment's new weights: its network, made for its tasks, and the learner's own weights.
  init(_ experiment: Experiment, _ fresh: Network, lineage: Lineage = Lineage()) throws(ConfigurationError) {
    (self.experiment, self.lineage) = (experiment, lineage)
    if let problem = experiment.inner.problem { throw ConfigurationError(key: "inner", problem: problem) }
    learner = try experiment.learner(on: fresh.anatomy, at: experiment.totalSteps)
    var generator = try experiment.fresh().generator
    slow = learner.initialSlowWeights(for: fresh, using: &generator)
  }

  /// Creates a model from slow weights of an experiment.
  init(_ experiment: Experiment, _ slow: SlowWeights<Network>, lineage: Lineage) throws(ConfigurationError) {
    (self.experiment, self.slow, self.lineage) = (experiment, slow, lineage)
    learner = try experiment.learner(on: slow.network.anatomy, at: experiment.totalSteps)
  }

  /// The inner loop of its learner, over the leaves that the method adapts.
  public var inner: InnerLoop { learner.inner }

  /// Returns the file's bytes.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var metadata = lineage.metadata
    metadata["format"] = ModelFile.format
    metadata["configuration"] = String(decoding: try encoder.encode(experiment), as: UTF8.self)
    metadata["seed"] = "\(experiment.seed)"
    if let names = try experiment.tasks.format().vocabulary { metadata["vocabulary"] = names.joined(separator: " ") }
    var tensors = slow.named()
    for (name, buffer) in slow.network.buffers { tensors["buffer." + name] = buffer }
    return Safetensors(tensors, metadata: metadata).encoded()
  }

  /// Writes the file atomically.
  public func write(to url: URL) throws { try WholeFile.write(encoded(), to: url) }

  /// Returns the model on another device.
  public func moved(to device: Device) -> Model {
    var copy = self
    copy.slow = slow.moved(to: device)
    return copy
  }
}
