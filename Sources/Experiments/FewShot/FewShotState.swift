internal import Foundation
internal import MetaLearning
internal import Runs
internal import Tensors

/// Everything that a few-shot training step changes. Stored whole, so that a resumed run goes on bit for bit.
struct FewShotState<Network: ExampleNetwork>: Sendable {
  /// Slow weights and optimizers.
  var outer: OuterState<Network>
  /// The best model so far on meta-validation, as its file; nil before the first measurement.
  var best: Data?
  /// What that model scored, a higher number being better.
  var bestScore = -Double.infinity

  /// The files of a checkpoint: the model as it would be shipped, and the rest of the state.
  func files(shipping model: Data) throws -> [CheckpointFile] {
    let (tensors, counts) = outer.stored
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
    try outer.restore(stored, named: file.path)
    if stored.metadata["hasBest"] == "true" {
      best = try Data(contentsOf: folder.file("model.safetensors", of: checkpoint))
      bestScore = stored.metadata["bestScore"].flatMap(Double.init) ?? -.infinity
    }
  }
}
