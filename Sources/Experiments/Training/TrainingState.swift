internal import Foundation
internal import MetaLearning
internal import Networks
internal import Runs
internal import Tensors

/// Everything that a training step changes. Stored whole, so that a resumed run goes on bit for bit.
struct TrainingState<Network: AdaptableNetwork>: Sendable {
  /// Slow weights and optimizers.
  var outer: OuterState<Network>
  /// The way steps are taken, and what it keeps.
  var step: any OuterStep<Network>
  /// The best model so far on meta-validation, as its file, or `nil` before the first measurement.
  var best: Data?
  /// What that model scored; higher is better.
  var bestScore = -Double.infinity

  init(_ outer: OuterState<Network>, _ step: any OuterStep<Network>) { (self.outer, self.step) = (outer, step) }

  /// What is measured and shipped: the moving average, as the way of stepping would have it.
  var evaluated: SlowWeights<Network> {
    var slow = outer.average.model
    slow.network.buffers = outer.slow.network.buffers
    return step.evaluated(slow)
  }

  /// The files of a checkpoint: the model as it would be shipped, and the rest of the state.
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

  /// Takes up what `files` wrote.
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
  /// One outer step at the rate of an experiment's schedule; inner rates are learned only where the inner loop says so.
  /// - Returns: whether the gradient was finite; else nothing changes.
  mutating func update(_ gradient: SlowWeights<Network>, _ experiment: Experiment, learnsRates: Bool) -> Bool {
    update(
      gradient, rate: experiment.schedule.rate(at: step, of: experiment.totalSteps),
      innerRateScale: experiment.innerRateScale, limit: experiment.gradientLimit, learnsRates: learnsRates)
  }
}
