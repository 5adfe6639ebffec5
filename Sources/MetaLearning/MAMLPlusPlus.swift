internal import Networks

/// MAML with additions that stabilize its training; each is a switch of `MAMLPlusPlusOptions`.
///
/// θ, α ← θ, α − β ∇ meanᵢ Σₖ wₖ(e) L(queryᵢ, θᵢₖ),  θᵢₖ₊₁ = θᵢₖ − αₖ ∘ ∇L(supportᵢ, θᵢₖ)
///
/// Multi-step loss, learned rates for each leaf and step, and derivative-order annealing are here. Scales, shifts and
/// running statistics of norms for each step are the network's (`ConvNetConfiguration.hasStepNorms`,
/// `Normalization.running`), the cosine outer rate is the trainer's (`RateSchedule`).
/// - Source: Antoniou, Edwards, Storkey 2019, "How to Train Your MAML", Section 4; weights and orders as in the code that
///   the authors published. <https://arxiv.org/abs/1810.09502>
/// - Differs: rates are kept as logarithms and so stay positive. Derivatives are of second order from the start unless
///   `firstOrderEpochs` is set, as in the published configurations; the paper has 50 epochs of first order.
/// - Shapes: support and query of `[tasks, …]`.
public struct MAMLPlusPlus: MAMLVariant {
  /// MAML with the weights, rates and derivatives of the epoch.
  public let method: MAML

  /// Creates the method at the request's position in the outer loop; throws if settings contradict each other.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    let settings = request.options.plusPlus
    guard settings.stepsPerEpoch > 0, settings.multiStepEpochs >= 0 else {
      throw request.refusal(
        of: "maml++",
        "stepsPerEpoch is \(settings.stepsPerEpoch) and multiStepEpochs \(settings.multiStepEpochs): "
          + "give 1 or more, and 0 or more")
    }
    guard !settings.hasMultiStepLoss || request.queryWeights.isEmpty else {
      throw request.refusal(
        of: "maml++",
        "its multi-step loss has weights of its own: leave queryWeights out, or set hasMultiStepLoss: false")
    }
    var inner = request.wholeInner
    if settings.learnsRates { inner.rates = .perLeaf }
    let epoch = settings.epoch(at: request.progress)
    method = MAML(
      inner: inner, order: epoch < settings.firstOrderEpochs ? .first : request.options.order,
      queryWeights: settings.hasMultiStepLoss
        ? settings.queryWeights(steps: inner.steps, epoch: epoch) : request.queryWeights)
  }

  /// Returns the weight of the query loss after each of S inner steps in epoch e of E, as in the published code.
  ///
  /// wₖ = max(1/S − e/(S E), 0.03/S) for k < S;  w_S = min(1/S + (S − 1) e/(S E), 1 − 0.03 (S − 1)/S)
  public static func annealedWeights(steps: Int, epoch: Int, of epochs: Int) -> [Double] {
    guard steps > 0 else { return [] }
    let (S, e, least) = (Double(steps), Double(epoch), 0.03 / Double(steps))
    let decay = 1 / (S * Double(max(epochs, 1)))
    let early = max(1 / S - e * decay, least)
    let last = min(1 / S + e * (S - 1) * decay, 1 - (S - 1) * least)
    return Array(repeating: early, count: steps - 1) + [last]
  }
}

/// The switches of `MAMLPlusPlus`.
public struct MAMLPlusPlusOptions: LearnerOptions {
  /// The key of the settings, `method.plusPlus`.
  public static let key = "plusPlus"

  /// Whether to compute the query loss after every inner step, with weights that move to the last.
  public var hasMultiStepLoss = true
  /// The number of epochs with this loss; from then on the last step alone counts.
  public var multiStepEpochs = 10
  /// Whether to learn an inner rate for each leaf and step; otherwise `inner.rates` decides.
  public var learnsRates = true
  /// The number of first epochs with derivatives of first order.
  public var firstOrderEpochs = 0
  /// The number of outer steps in an epoch.
  public var stepsPerEpoch = 500

  /// Creates the default settings.
  public init() {}

  /// Returns the epoch, from 0, of an outer step.
  public func epoch(at progress: OuterProgress) -> Int { progress.step / stepsPerEpoch }

  /// Returns the current weights: the annealed ones, and after `multiStepEpochs` none, which is the last step alone.
  public func queryWeights(steps: Int, epoch: Int) -> [Double] {
    guard hasMultiStepLoss, epoch < multiStepEpochs else { return [] }
    return MAMLPlusPlus.annealedWeights(steps: steps, epoch: epoch, of: multiStepEpochs)
  }
}

extension MAMLPlusPlus {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "maml++", "MAML with a loss after each step, learned rates and annealed derivatives",
    source: "Antoniou, Edwards, Storkey 2019",
    options: MAMLPlusPlusOptions.self, traits: [.readsQueryWeights, .isSecondOrder],
    make: MAMLPlusPlus.init)
}

extension MethodOptions {
  /// The settings of `MAMLPlusPlus`.
  public var plusPlus: MAMLPlusPlusOptions {
    get { self[MAMLPlusPlusOptions.self] }
    set { self[MAMLPlusPlusOptions.self] = newValue }
  }
}
