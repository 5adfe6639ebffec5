internal import Networks
internal import Randomness
internal import Tasks
public import Tensors

/// A language model learning a text: a state that steps, is stored, and goes on bit for bit.
public struct TextTraining: Sendable {
  /// The model without what it learns.
  public let model: LanguageModel
  /// The plan.
  public let plan: TextAdaptationPlan
  /// Steps taken.
  public private(set) var step = 0
  /// What is learned, as it is now.
  public private(set) var leaves: TrainedLeaves
  private var optimizer: Optimizer<TrainedLeaves>
  private let windows: TextWindows

  /// Prepares to learn texts.
  /// - Throws: `LanguageError` for a plan that cannot be, a model without such leaves, and texts without a token to learn.
  public init(_ model: LanguageModel, _ documents: [TextDocument], _ plan: TextAdaptationPlan) throws(LanguageError) {
    if let problem = plan.problem { throw problem }
    let (decoder, pattern) = try Self.prepared(model.decoder, plan)
    var prepared = model
    prepared.decoder = decoder
    (self.model, self.plan) = (prepared, plan)
    leaves = TrainedLeaves(decoder, matching: pattern)
    guard !leaves.values.isEmpty else {
      throw LanguageError("method \(plan.method.rawValue)", "\(model.name) has nothing that it trains; take lora")
    }
    windows = TextWindows(documents, model, length: plan.window)
    guard windows.labels > 0 else { throw LanguageError("the text", "it has no token to learn; give a longer one") }
    optimizer = Optimizer(OptimizerRule(.adamW, weightDecay: plan.weightDecay))
  }

  /// The decoder with the adapters of a plan, and the pattern of the leaves that are trained.
  private static func prepared(
    _ decoder: CausalDecoder, _ plan: TextAdaptationPlan
  ) throws(LanguageError) -> (CausalDecoder, LeafPattern) {
    switch plan.method {
    case .everything: return (decoder, "!*.lora.*")
    case .biases: return (decoder, "*bias|*gain|*shift")
    case .lastLayers:
      let first = max(0, decoder.configuration.layers - plan.lastLayers)
      let blocks = (first..<decoder.configuration.layers).map { "blocks.\($0).*" }
      return (decoder, LeafPattern((blocks + ["norm.*", "head.*"]).joined(separator: "|")))
    case .lora:
      var generator = Generator(seed: plan.seed).child("adapters")
      let rank = Double(plan.rank)
      let adapted = decoder.addingLowRankAdapters(
        rank: plan.rank, scale: plan.alpha / (plan.isRankStabilized ? rank.squareRoot() : rank),
        to: plan.targets ?? "!head.*", using: &generator)
      guard adapted.names.contains(where: { $0.contains(".lora.") }) else {
        throw LanguageError(
          "targets",
          "no linear layer matches \"\(plan.targets?.description ?? "")\"; there are "
            + decoder.linearWeights.prefix(8).joined(separator: ", ") + " …")
      }
      return (adapted, "*.lora.*")
    }
  }

  /// The model with what it has learned.
  public var adapted: LanguageModel {
    var adapted = model
    adapted.decoder = leaves.placed(in: model.decoder)
    return adapted
  }

  /// Tokens of the text that are learned in one epoch.
  public var tokens: Int { windows.labels }
  /// Numbers that are trained.
  public var parameters: Int { leaves.parameterCount }

  /// Takes one step and returns the mean loss of its labels, in nats, before it.
  public mutating func advance() -> Double {
    let batch = windows.batch(of: plan.batch, at: step, seed: plan.seed)
    let (loss, gradient) = valueAndGradient(at: leaves) { leaves in
      TextWindows.loss(of: batch, leaves.placed(in: model.decoder))
    }
    let norm = withoutGradient { gradient.tensors.reduce(0) { $0 + $1.squared().total() }.squareRoot() }
    let scale = min(1, plan.gradientLimit / max(norm, 1e-12))
    optimizer.update(&leaves, with: scale < 1 ? gradient.map { $0 * scale } : gradient, rate: plan.rate(at: step))
    step += 1
    return loss.item
  }

  /// Puts earlier leaves in place of those that are there: the best, when training ends.
  public mutating func restore(_ earlier: TrainedLeaves) { leaves = earlier }

  /// What another process needs to go on: leaves, moments and the step.
  public var state: Safetensors {
    var tensors = leaves.named(prefix: "leaves.")
    tensors.merge(optimizer.state.map { ("optimizer." + $0.key, $0.value) }) { first, _ in first }
    return Safetensors(tensors, metadata: ["step": "\(step)"])
  }

  /// Takes up a stored state of the same plan.
  /// - Throws: `SafetensorsError` for a state that does not fit.
  public mutating func restore(_ stored: Safetensors, named file: String) throws(SafetensorsError) {
    guard let step = stored.metadata["step"].flatMap(Int.init), step >= 0 else {
      throw SafetensorsError(file: file, problem: "it names no step")
    }
    leaves = try stored.filling(leaves, prefix: "leaves.", named: file)
    let moments = Safetensors(
      Dictionary(
        uniqueKeysWithValues: stored.tensors.filter { $0.key.hasPrefix("optimizer.") }
          .map { (String($0.key.dropFirst("optimizer.".count)), $0.value) }))
    try optimizer.restore(moments, step: step, like: leaves)
    self.step = step
  }
}
