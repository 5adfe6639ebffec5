internal import Networks
internal import Randomness
internal import Tasks
public import Tensors

/// A language model learning a text, or several texts at once with leaves of its own for each: a state that steps, is stored, and
/// goes on bit for bit.
///
/// The leaves of several texts have an axis of texts, so that a step reads the model's matrices once for all; each text's loss,
/// clipping and step are its own, as if it were alone.
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
  private let windows: [TextWindows]
  /// The model's own passages, if it rehearses.
  private let rehearsed: TextWindows?
  /// Whether the matrix that makes logits is trained.
  private let learnsHead: Bool

  /// Prepares to learn documents as one text.
  /// - Throws: as `init(_:texts:_:)`.
  public init(_ model: LanguageModel, _ documents: [TextDocument], _ plan: TextAdaptationPlan) throws(LanguageError) {
    try self.init(model, texts: [documents], plan)
  }

  /// Prepares to learn several texts, each of some documents, with leaves of its own.
  /// - Throws: `LanguageError` for a plan that cannot be, a model without such leaves, no texts, and a text without a token to
  ///   learn.
  public init(
    _ model: LanguageModel, texts: [[TextDocument]], _ plan: TextAdaptationPlan
  ) throws(LanguageError) {
    if let problem = plan.problem { throw problem }
    guard !texts.isEmpty else { throw LanguageError("the texts", "there are none; give one") }
    var (decoder, pattern) = try Self.prepared(model.decoder, plan)
    decoder.recomputesBlocks = plan.recomputesBlocks
    var prepared = model
    prepared.decoder = decoder
    (self.model, self.plan) = (prepared, plan)
    leaves = TrainedLeaves(decoder, matching: pattern, texts: texts.count)
    guard !leaves.values.isEmpty else {
      throw LanguageError("method \(plan.method.rawValue)", "\(model.name) has nothing that it trains; take lora")
    }
    learnsHead = leaves.paths.contains { $0.hasPrefix(decoder.head == nil ? "embedding." : "head.") }
    windows = texts.map { TextWindows($0, model, length: plan.window) }
    if let empty = windows.firstIndex(where: { $0.labels == 0 }) {
      throw LanguageError(
        texts.count > 1 ? "text \(empty + 1)" : "the text", "it has no token to learn; give a longer one")
    }
    rehearsed = plan.rehearsal > 0 ? try Rehearsal.windows(of: model, plan) : nil
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

  /// The number of texts that are learned at once.
  public var texts: Int { windows.count }

  /// The model with what it has learned of a text.
  public func adapted(to text: Int) -> LanguageModel {
    var adapted = model
    adapted.decoder = (texts == 1 ? leaves : leaves.ofText(text)).placed(in: model.decoder)
    adapted.decoder.recomputesBlocks = false
    return adapted
  }

  /// The model with what it has learned of the first text.
  public var adapted: LanguageModel { adapted(to: 0) }

  /// Tokens of the texts that are learned in one epoch.
  public var tokens: Int { windows.reduce(0) { $0 + $1.labels } }
  /// Numbers that are trained.
  public var parameters: Int { leaves.parameterCount }

  /// Takes one step and returns the mean loss of its labels before it, in nats; the mean over texts, of several.
  public mutating func advance() -> Double {
    let losses = advanceEach()
    return losses.reduce(0, +) / Double(losses.count)
  }

  /// Takes one step and returns the mean loss of each text's labels before it, in nats.
  public mutating func advanceEach() -> [Double] {
    let batch = TextWindows.Batch(windows.map(windows(of:)), on: model.decoder.device)
    var losses: [Double] = []
    let (_, gradient) = valueAndGradient(at: leaves) { leaves in
      let each = leaves.placed(in: model.decoder).losses(on: batch, learnsHead: learnsHead)  // [texts]
      losses = each.detached().converted(to: .float64).scalars()
      return each.sum()
    }
    optimizer.update(&leaves, with: withoutGradient { clipped(gradient) }, rate: plan.rate(at: step))
    step += 1
    return losses
  }

  /// Returns the windows of a text for this step, and those that are rehearsed with them.
  private func windows(of text: TextWindows) -> [TextWindows.Window] {
    guard let rehearsed, rehearsed.labels > 0 else { return text.batch(of: plan.batch, at: step, seed: plan.seed) }
    let own = Rehearsal.count(of: plan)
    return text.batch(of: plan.batch - own, at: step, seed: plan.seed)
      + rehearsed.batch(of: own, at: step, seed: plan.seed &+ 1)
  }

  /// Returns a gradient whose norm, text by text, is at most the plan's limit.
  private func clipped(_ gradient: TrainedLeaves) -> TrainedLeaves {
    let squares = gradient.values.map { $0.squared().reshaped(texts, -1).sum(1) }  // [texts] each
    let norms = squares.dropFirst().reduce(squares[0], +).squareRoot()
    let scales = (plan.gradientLimit / norms.clamped(to: 1e-12...Double.infinity)).clamped(to: 0...1)
    guard scales.min().item < 1 else { return gradient }
    return gradient.map { leaf in
      texts == 1 ? leaf * scales : leaf * scales.reshaped([texts] + Array(repeating: 1, count: leaf.rank - 1))
    }
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
