public import Foundation
public import MetaLearning
internal import Networks
internal import Randomness
internal import Runs
public import Tensors

/// A trained model: slow weights, the learner that adapts them, and the experiment that they come from.
public struct Model<Network: AdaptableNetwork>: Sendable {
  /// How it was trained.
  public internal(set) var experiment: Experiment
  /// Network, inner rates and what the learner has beside.
  public var slow: SlowWeights<Network>
  /// How it adapts and answers.
  public internal(set) var learner: any MetaLearner
  /// Where it comes from.
  public var lineage: Lineage

  /// Fresh weights of an experiment: its network, made for its tasks, and what its learner puts beside it.
  init(_ experiment: Experiment, _ fresh: Network, lineage: Lineage = Lineage()) throws(ConfigurationError) {
    (self.experiment, self.lineage) = (experiment, lineage)
    if let problem = experiment.inner.problem { throw ConfigurationError(key: "inner", problem: problem) }
    learner = try experiment.learner(on: fresh.anatomy, at: experiment.totalSteps)
    var generator = try experiment.fresh().generator
    slow = learner.initialSlowWeights(for: fresh, using: &generator)
  }

  /// Slow weights of an experiment.
  init(_ experiment: Experiment, _ slow: SlowWeights<Network>, lineage: Lineage) throws(ConfigurationError) {
    (self.experiment, self.slow, self.lineage) = (experiment, slow, lineage)
    learner = try experiment.learner(on: slow.network.anatomy, at: experiment.totalSteps)
  }

  /// The inner loop of its learner, over the leaves that the method adapts.
  public var inner: InnerLoop { learner.inner }

  /// The file's bytes.
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

  /// Writes the file, whole or not at all.
  public func write(to url: URL) throws { try WholeFile.write(encoded(), to: url) }

  /// The same model on another device.
  public func moved(to device: Device) -> Model {
    var copy = self
    copy.slow = slow.moved(to: device)
    return copy
  }
}
