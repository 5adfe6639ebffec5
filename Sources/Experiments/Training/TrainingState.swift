internal import Foundation
internal import MetaLearning
internal import Networks
internal import Runs
internal import Tensors

/// The state that a training step changes. Stored whole, so that a resumed run continues bit for bit.
struct TrainingState<Network: AdaptableNetwork>: Sendable {
  /// The slow weights and optimizers.
  var outer: OuterState<Network>
  /// The method of the outer step, with its state.
  var step: any OuterStep<Network>
  /// The best model so far on meta-validation, as its file, or `nil` before the first measurement.
  var best: Data?
  /// The score of that model; higher is better.
  var bestScore = -Double.infinity

  init(_ outer: OuterState<Network>, _ step: any OuterStep<Network>) { (self.outer, self.step) = (outer, step) }

  /// The weights that are evaluated and published: the moving average, as the outer step evaluates it.
  var evaluated: SlowWeights<Network> {
    var slow = outer.average.model
    slow.network.buffers = outer.slow.network.buffers
    return step.evaluated(slow)
  }

  /// Returns the files of a checkpoint: the model as it would be published, and the rest of the state.
  func files(shipping model: Data) throws -> [CheckpointFile] {
    var (tensors, counts) = outer.stored
    for (key, value) in step.state { tensors["joint." + key] = value }
    for (key, value) in outer.slow.network.buffers { tensors["buffer." + key] = value }
    var metadata = counts.mapValues { "\($0)" }
    metadata["hasBest"] = "\(best != nil)"
    metadata["bestScore"] = "\(bestScore)"
    return [
      CheckpointFile("model.safetensors", model),
      CheckpointFile("state.safetensors", Safetensors(tensors, metadata: metadata).encoded()),
    ]
  }

  /// Restores what `files` wrote.
  mutating func restore(_ folder: CheckpointFolder, _ checkpoint: Checkpoint) throws {
    let file = folder.file("state.safetensors", of: checkpoint)
    let stored = try Safetensors(decoding: try Data(contentsOf: file), named: file.path)
    let model = try Data(contentsOf: folder.file("model.safetensors", of: checkpoint))
    // The first version kept a network's buffers with its model alone.
    let usual = outer.slow.network.buffers
    let buffers = stored.part("buffer.").tensors
    if !usual.isEmpty || !buffers.isEmpty {
      let kept =
        buffers.isEmpty ? try ModelFile(decoding: model, named: file.path).tensors.part("buffer.").tensors : buffers
      outer.slow.network.buffers = kept.mapValues { $0.moved(to: outer.slow.tensors[0].device) }
    }
    try outer.restore(stored, named: file.path)
    try step.restore(stored.part("joint."))
    if stored.metadata["hasBest"] == "true" {
      best = model
      bestScore = stored.metadata["bestScore"].flatMap(Double.init) ?? -.infinity
    }
  }
}

extension OuterState {
  /// Takes one outer step at the rate of an experiment's schedule; inner rates are learned only if the inner loop says
  /// so.
  /// - Returns: Whether the gradient was finite; if not, nothing changes.
  mutating func update(_ gradient: SlowWeights<Network>, _ experiment: Experiment, learnsRates: Bool) -> Bool {
    update(
      gradient, rate: experiment.schedule.rate(at: step, of: experiment.totalSteps),
      innerRateScale: experiment.innerRateScale, limit: experiment.gradientLimit, learnsRates: learnsRates)
  }
}
