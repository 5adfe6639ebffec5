internal import Foundation
internal import Networks
internal import Tasks
public import Tensors

/// A language model adapted to a text, from the split to the verdict.
public struct TextAdaptation: Sendable {
  /// What is said while it runs.
  public enum Event: Sendable {
    /// Held-out and protected texts are scored.
    case scoring(String)
    /// About how long a step takes, in seconds, and the bytes of tensors that one needs, before the first.
    case estimate(secondsPerStep: Double, bytes: Double)
    /// A step was taken, at this mean loss in nats.
    case step(Int, loss: Double)
    /// Held-out texts were scored, in bits per byte.
    case measured(step: Int, bits: Double)
  }

  /// A measurement of held-out texts on the way.
  public struct Measurement: Hashable, Codable, Sendable {
    /// Steps taken.
    public let step: Int
    /// Bits per byte of held-out texts.
    public let heldOut: Double
    /// The mean training loss since the measurement before, in nats per token, or `nil` before the first step.
    public let loss: Double?
  }

  /// The model without what it learns.
  public let model: LanguageModel
  /// The plan.
  public let plan: TextAdaptationPlan
  /// What is learned and what is held out.
  public let split: TextSplit
  /// The texts that must not be lost.
  public let suite: ProtectedSuite
  /// Held-out texts that are scored: the first, up to `mostTokens` tokens.
  public let scored: [TextDocument]
  /// What stands before each scored text where it is asked in context; empty for the end of the learned text.
  private let contexts: [String]

  /// Whether texts are asked in context after what was retrieved for each, and not after the end of the learned text.
  public var isRetrieved: Bool { !contexts.isEmpty }

  /// Tokens of held-out texts beyond which no more are scored.
  public static let mostTokens = 16_384
  /// Tokens of the learned text that stand in the prompt of the comparison without training.
  public static let contextTokens = 512

  /// Splits the texts and samples what is protected, before anything is learned.
  /// - Throws: `LanguageError` for texts that cannot be split and a plan that cannot be.
  public init(
    _ model: LanguageModel, _ documents: [TextDocument], _ plan: TextAdaptationPlan,
    protecting texts: [TextDocument] = [],
    passages: Int = 24
  ) throws(LanguageError) {
    if let problem = plan.problem { throw problem }
    let split = try TextSplit(documents, share: plan.heldOut, seed: plan.seed)
    try self.init(model, split: split, plan, protecting: texts, passages: passages)
  }

  /// Takes texts that were split already, and samples what is protected. `contexts` says what stands before each held-out text
  /// where it is asked in context, such as what was retrieved for it; empty for the end of the learned text.
  /// - Throws: `LanguageError` for a plan that cannot be.
  public init(
    _ model: LanguageModel, split: TextSplit, _ plan: TextAdaptationPlan, contexts: [String] = [],
    protecting texts: [TextDocument] = [], passages: Int = 24
  ) throws(LanguageError) {
    if let problem = plan.problem { throw problem }
    (self.model, self.plan, self.split, self.contexts) = (model, plan, split, contexts)
    var tokens = 0
    scored = split.heldOut.enumerated().prefix { index, text in
      defer { tokens += model.tokenizer.encode(text.text, parsing: .ordinary).count }
      return index == 0 || tokens < Self.mostTokens
    }.map(\.element)
    suite = try ProtectedSuite(of: model, passages: passages, texts: texts)
  }

  /// Runs to the end, or from a stored state to the end.
  /// - Parameters:
  ///   - stored: a state that `store` was given by an earlier process, of the same texts, model and plan.
  ///   - store: keeps a state; called after every measurement.
  ///   - tell: is told what happens.
  /// - Throws: what `store` throws, `LanguageError`, and `SafetensorsError` for a state that does not fit.
  public func run(
    from stored: Safetensors? = nil, store: (Safetensors) throws -> Void = { _ in }, tell: (Event) -> Void = { _ in }
  ) throws -> TextAdaptationOutcome {
    let start = Date()
    var training = try TextTraining(model, split.train, plan)
    tell(.scoring("held-out texts before"))
    let clock = Date()
    let before = scores(by: model)
    let tokens = Double(before.reduce(0) { $0 + $1.tokens })
    tell(
      .estimate(
        secondsPerStep: 3 * Date().timeIntervalSince(clock) / max(tokens, 1) * Double(plan.batch * plan.window),
        bytes: bytes(training)))
    tell(.scoring("the same with text before them"))
    let inContext = scoresInContext(by: model)
    tell(.scoring("protected texts before"))
    let protectedBefore = suite.scores(by: model)

    var curve = [Measurement(step: 0, heldOut: bits(before), loss: nil)]
    var best = (leaves: training.leaves, bits: curve[0].heldOut, step: 0)
    if let stored {
      try training.restore(stored, named: "the stored state")
      if let json = stored.metadata["curve"] {
        curve = try JSONDecoder().decode([Measurement].self, from: Data(json.utf8))
      }
      if let found = curve.min(by: { $0.heldOut < $1.heldOut }) {
        best = (try stored.filling(training.leaves, prefix: "best."), found.heldOut, found.step)
      }
    }
    var losses: [Double] = []
    while training.step < plan.steps, !hasStalled(curve, best.step) {
      let loss = training.advance()
      guard loss.isFinite else {
        throw LanguageError("step \(training.step)", "the loss is \(loss): lower the rate, and start again")
      }
      losses.append(loss)
      tell(.step(training.step, loss: loss))
      guard training.step % plan.measureEvery == 0 || training.step == plan.steps else { continue }
      let found = bits(scores(by: training.adapted))
      curve.append(Measurement(step: training.step, heldOut: found, loss: losses.reduce(0, +) / Double(losses.count)))
      losses = []
      tell(.measured(step: training.step, bits: found))
      if found < best.bits { best = (training.leaves, found, training.step) }
      try store(try state(training, best.leaves, curve))
    }
    training.restore(best.leaves)
    let adapted = training.adapted
    tell(.scoring("held-out and protected texts after"))
    return TextAdaptationOutcome(
      self, adapted: adapted, parameters: training.parameters, tokens: training.tokens, best: best.step, curve: curve,
      heldOut: PairedScores(before: before, after: scores(by: adapted), seed: plan.seed), inContext: inContext,
      protected: PairedScores(before: protectedBefore, after: suite.scores(by: adapted), seed: plan.seed),
      seconds: Date().timeIntervalSince(start))
  }

  private func state(
    _ training: TextTraining, _ best: TrainedLeaves, _ curve: [Measurement]
  ) throws -> Safetensors {
    var state = training.state
    state.tensors.merge(best.named(prefix: "best.")) { first, _ in first }
    state.metadata["curve"] = String(decoding: try JSONEncoder().encode(curve), as: UTF8.self)
    return state
  }

  /// Whether the last measurements brought no new best.
  private func hasStalled(_ curve: [Measurement], _ best: Int) -> Bool {
    curve.count { $0.step > best } >= plan.patience
  }

  private func bits(_ scores: [TextScore]) -> Double {
    scores.reduce(TextScore(nats: 0, tokens: 0, bytes: 0), +).bitsPerByte
  }

  private func scores(by model: LanguageModel) -> [TextScore] { scored.map { score($0, by: model) } }

  private func score(_ document: TextDocument, by model: LanguageModel, after context: [Int]? = nil) -> TextScore {
    let begin = [model.tokenizer.specials.beginning].compactMap { $0 }
    let prompt = model.tokenizer.encode(document.prompt, parsing: .ordinary)
    return model.score(document.text, after: (context ?? begin) + prompt)
  }

  /// The scores of the held-out texts with what was retrieved, or the end of the learned text, in the prompt.
  public func scoresInContext(by model: LanguageModel) -> [TextScore] {
    guard !contexts.isEmpty else {
      let preceding = precedingIDs
      return scored.map { score($0, by: model, after: preceding) }
    }
    let begin = [model.tokenizer.specials.beginning].compactMap { $0 }
    return zip(scored, contexts).map {
      score($0, by: model, after: begin + model.tokenizer.encode($1, parsing: .ordinary))
    }
  }

  /// The last tokens of the text that is learned, half a window of them: what a prompt would have room for.
  private var precedingIDs: [Int] {
    var ids: [Int] = []
    for document in split.train.reversed() where ids.count < Self.contextTokens {
      ids = model.tokenizer.encode(document.text, parsing: .ordinary) + ids
    }
    return Array(ids.suffix(Self.contextTokens))
  }

  /// About how many bytes of tensors a step needs: weights, what is kept for the gradient, logits twice.
  private func bytes(_ training: TextTraining) -> Double {
    let c = model.decoder.configuration
    let tokens = Double(plan.batch * plan.window)
    let layer = 12 * c.width + 4 * c.innerWidth + 2 * c.heads * plan.window
    let kept = tokens * Double(c.layers * layer + 3 * c.vocabulary)
    return 4 * (Double(model.decoder.parameterCount) + 4 * Double(training.parameters) + kept)
  }
}
