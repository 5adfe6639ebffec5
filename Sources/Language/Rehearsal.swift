internal import Tasks

/// What a model wrote before it is adapted, to be learned beside the text.
enum Rehearsal {
  /// The passages that are written, and the tokens of each.
  static let (passages, tokens) = (48, 96)

  /// The windows of a step that are rehearsed: at least one, and never all.
  static func count(of plan: TextAdaptationPlan) -> Int {
    min(plan.batch - 1, max(1, Int((Double(plan.batch) * plan.rehearsal).rounded())))
  }

  /// Samples passages from the model's own distribution, from its first token on. They are not those of `ProtectedSuite`, which
  /// are sampled with another seed: what is measured is not what is rehearsed.
  static func windows(of model: LanguageModel, _ plan: TextAdaptationPlan) throws(LanguageError) -> TextWindows {
    guard plan.batch > 1 else {
      throw LanguageError("rehearsal", "a batch of one window has no room for it; give a batch of 2 or more")
    }
    var settings = SamplingSettings()
    (settings.maxTokens, settings.count, settings.seed) = (tokens, passages, plan.seed &+ 7_919)
    let start = model.tokenizer.specials.beginning ?? model.ends.min() ?? 0
    let written = try model.complete([[start]], settings)[0]
    return TextWindows(of: written.map { ([start] + $0.ids, 1) }, length: plan.window)
  }
}
