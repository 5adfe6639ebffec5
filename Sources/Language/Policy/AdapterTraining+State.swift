public import Foundation
public import Networks
public import Tensors

extension AdapterTraining {
  /// What another process needs to go on bit for bit: the adapter, the gradient so far, the moments and the step.
  public var state: Safetensors {
    var stored = weights
    stored.tensors.merge(gradient?.named(prefix: Self.gradients) ?? [:]) { first, _ in first }
    stored.tensors.merge(optimizer.state.map { (Self.moments + $0.key, $0.value) }) { first, _ in first }
    stored.metadata["step"] = "\(step)"
    return stored
  }

  /// The adapter alone, for sampling.
  public var weights: Safetensors {
    Safetensors(
      adapters.named(),
      metadata: [
        "base": base, "rank": "\(design.rank)", "alpha": "\(design.alpha)", "seed": "\(design.seed)",
        "attention": "\(design.trainsAttention)", "mlp": "\(design.trainsMLP)",
        "unembedding": "\(design.trainsUnembedding)",
      ])
  }

  private static let (gradients, moments) = ("gradient.", "optimizer.")

  /// Takes up a stored state, with the gradient and the moments of its optimizer or without.
  /// - Throws: `LanguageError` for a file that is no adapter, is one of another base, or lacks what is wanted of it.
  public init(
    _ model: LanguageModel, restoring stored: Safetensors, named file: String, withOptimizer: Bool
  ) throws(LanguageError) {
    func number<N: LosslessStringConvertible>(_ key: String, _ type: N.Type) throws(LanguageError) -> N {
      guard let value = stored.metadata[key].flatMap(N.init) else {
        throw LanguageError(file, "it does not say its \(key): it is no adapter that was saved here")
      }
      return value
    }
    var design = AdapterDesign(
      rank: try number("rank", Int.self), seed: try number("seed", UInt64.self),
      trainsAttention: try number("attention", Bool.self), trainsMLP: try number("mlp", Bool.self),
      trainsUnembedding: try number("unembedding", Bool.self))
    design.alpha = try number("alpha", Double.self)
    let base = try number("base", String.self)
    guard base == model.fingerprint else {
      throw LanguageError(
        file, "it is an adapter of another base (\(base)); this one is \(model.name) (\(model.fingerprint))")
    }
    try self.init(model, design)
    do throws(SafetensorsError) {
      adapters = try stored.filling(adapters, named: file)
      guard withOptimizer else { return }
      if stored.tensors.keys.contains(where: { $0.hasPrefix(Self.gradients) }) {
        gradient = try stored.filling(adapters, prefix: Self.gradients, named: file)
      }
    } catch { throw LanguageError(file, error.problem) }
    guard let step = stored.metadata["step"].flatMap(Int.init), step >= 0 else {
      throw LanguageError(
        file,
        "it was saved for sampling, without the state of an optimizer; load it without, or load what save_state saved")
    }
    self.step = step
    let moments = stored.tensors.filter { $0.key.hasPrefix(Self.moments) }
      .map { (String($0.key.dropFirst(Self.moments.count)), $0.value) }
    do throws(SafetensorsError) {
      try optimizer.restore(
        Safetensors(Dictionary(uniqueKeysWithValues: moments)), step: step, like: adapters)
    } catch { throw LanguageError(file, error.problem) }
  }

  /// Writes the adapter as a PEFT folder, which names the base `name`.
  /// - Throws: `DecoderFileError` for adapters that the format cannot hold, or a file that cannot be written.
  public func write(peft folder: URL, of model: LanguageModel, base name: String) throws(DecoderFileError) {
    try adapters.placed(in: model.decoder.withOwnHead).write(peft: folder, base: name)
  }
}

extension LanguageModel {
  /// What tells the weights from those of another model: the form of the network and a hash of some of its numbers.
  var fingerprint: String {
    let c = decoder.configuration
    let ids = (0..<8).map { $0 * (c.vocabulary - 1) / 7 }
    let rows = decoder.embedding(Tensor(ids).moved(to: decoder.device)).converted(to: .float32)
    let gains = decoder.norm.gain.converted(to: .float32)
    let bits = (rows.reshaped(-1).scalars(Float.self) + gains.scalars(Float.self)).map(\.bitPattern)
    let hash = bits.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    return "\(c.family.rawValue)-\(c.layers)x\(c.width)-\(c.vocabulary)-\(String(hash, radix: 16))"
  }
}
