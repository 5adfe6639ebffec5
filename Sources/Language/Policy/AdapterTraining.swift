public import Networks
internal import Tensors

/// A client's adapter that learns: a value with the gradient summed so far and the optimizer's moments, which steps, is stored, and
/// goes on bit for bit.
public struct AdapterTraining: Sendable {
  /// A step of AdamW with decoupled weight decay; the defaults are those of Tinker's client.
  /// - Source: Loshchilov, Hutter 2019, "Decoupled Weight Decay Regularization", Algorithm 2.
  public struct Step: Hashable, Sendable {
    /// The rate.
    public var rate = 1e-4
    /// β₁, the decay of the mean of gradients.
    public var beta1 = 0.9
    /// β₂, the decay of the mean of squared gradients.
    public var beta2 = 0.95
    /// ε, which is added to the root of the mean of squares.
    public var epsilon = 1e-12
    /// The decoupled weight decay.
    public var weightDecay = 0.0
    /// The largest norm of the gradient; 0 for any.
    public var gradientLimit = 0.0

    /// Creates the defaults.
    public init() {}

    /// The first number that cannot be, or `nil`.
    var problem: LanguageError? {
      let decays = [("beta1", beta1), ("beta2", beta2)]
      if let (name, value) = decays.first(where: { !(0..<1).contains($0.1) }) {
        return LanguageError(name, "it is \(value); give 0 or more, and less than 1")
      }
      let others = [
        ("learning_rate", rate), ("eps", epsilon), ("weight_decay", weightDecay), ("grad_clip_norm", gradientLimit),
      ]
      if let (name, value) = others.first(where: { !($0.1 >= 0 && $0.1.isFinite) }) {
        return LanguageError(name, "it is \(value); give a number that is 0 or more")
      }
      return nil
    }
  }

  /// The design of the adapter.
  public let design: AdapterDesign
  /// What tells the base from others.
  let base: String
  /// The adapter as it is now.
  public internal(set) var adapters: AdapterSet
  /// The gradient summed since the last step, or `nil` if there is none.
  public internal(set) var gradient: AdapterSet?
  /// Steps taken.
  public internal(set) var step = 0
  var optimizer = Optimizer<AdapterSet>(OptimizerRule(.adamW))

  /// Makes an adapter that changes nothing yet.
  /// - Throws: `LanguageError` for a design that cannot be.
  public init(_ model: LanguageModel, _ design: AdapterDesign) throws(LanguageError) {
    self.design = design
    base = model.fingerprint
    adapters = try design.adapters(of: model.decoder)
  }

  /// Adds a gradient to the one that the next step takes.
  public mutating func add(_ gradient: AdapterSet) {
    self.gradient = withoutGradient { self.gradient?.adding(gradient) ?? gradient }
  }

  /// Steps by the gradient, which is then none, and returns its norm before it was clipped. Without a gradient the moments decay.
  /// - Throws: `LanguageError` for numbers that cannot be, and for a gradient that is not finite, which is then dropped.
  public mutating func advance(_ numbers: Step) throws(LanguageError) -> Double {
    if let problem = numbers.problem { throw problem }
    var slope = gradient ?? adapters.map { .zeros(like: $0) }
    gradient = nil
    let norm = withoutGradient {
      slope.tensors.reduce(0) { $0 + $1.squared().total() }.squareRoot()
    }
    guard norm.isFinite else {
      throw LanguageError(
        "optim_step", "the gradient is not finite and was dropped; the model is as it was: lower the rate or the losses"
      )
    }
    if numbers.gradientLimit > 0, norm > numbers.gradientLimit {
      slope = withoutGradient { slope.map { $0 * (numbers.gradientLimit / norm) } }
    }
    optimizer.rule.momentum = numbers.beta1
    optimizer.rule.secondMomentum = numbers.beta2
    optimizer.rule.epsilon = numbers.epsilon
    optimizer.rule.weightDecay = numbers.weightDecay
    optimizer.update(&adapters, with: slope, rate: numbers.rate)
    step += 1
    return norm
  }
}
