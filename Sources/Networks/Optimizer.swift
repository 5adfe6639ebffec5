internal import Foundation
public import Tensors

/// An optimizer, which turns gradients into steps. Its state consists of trees like the model, so that it can be stored
/// with it.
public struct Optimizer<Model: ParameterTree>: Sendable {
  /// The rule, with its hyperparameters, which may change from step to step.
  public var rule: OptimizerRule
  /// The number of steps taken.
  public private(set) var step = 0
  /// The first moment of the gradient, or `nil` if the rule keeps none.
  public private(set) var first: Model?
  /// The second moment of the gradient, or `nil` if the rule keeps none.
  public private(set) var second: Model?

  /// Creates an optimizer without state.
  public init(_ rule: OptimizerRule) { self.rule = rule }

  /// Takes one step: model ← model − rate · direction, with decoupled weight decay.
  public mutating func update(_ model: inout Model, with gradient: Model, rate: Double) {
    withoutGradient {
      step += 1
      let decay = rule.weightDecay * rate
      func decayed(_ parameter: Tensor) -> Tensor { decay == 0 ? parameter : parameter * (1 - decay) }
      switch rule.kind {
      case .sgd where rule.momentum == 0:
        model = model.zip(gradient) { decayed($0).adding($1, scaledBy: -rate).detached() }
      case .sgd:
        let velocity = first.map { $0.zip(gradient) { ($0 * rule.momentum) + $1 } } ?? gradient
        first = velocity.map { $0.detached() }
        model = model.zip(velocity) { decayed($0).adding($1, scaledBy: -rate).detached() }
      case .signSGD:
        model = model.zip(gradient) { decayed($0).adding($1.sign(), scaledBy: -rate).detached() }
      case .adamW, .adamATan2: adam(&model, gradient, rate: rate)
      }
    }
  }

  private mutating func adam(_ model: inout Model, _ gradient: Model, rate: Double) {
    let numbers = AdamStep(
      firstWeight: 1 - rule.momentum, secondWeight: 1 - rule.secondMomentum, keep: 1 - rule.weightDecay * rate,
      rate: rate / (1 - pow(rule.momentum, Double(step))),
      scale: 1 / (1 - pow(rule.secondMomentum, Double(step))).squareRoot(), epsilon: rule.epsilon,
      isAngle: rule.kind == .adamATan2)
    let (leaves, slopes) = (model.tensors, gradient.tensors)
    if (leaves + slopes).allSatisfy(\.isFusible) {
      let next = numbers(leaves, slopes, first: first?.tensors, second: second?.tensors)
      model = model.replacing(next.parameters)
      (first, second) = (gradient.replacing(next.first), gradient.replacing(next.second))
      return
    }
    let m = (first ?? gradient.map { .zeros(like: $0) }).zip(gradient) { $0.lerp(to: $1, numbers.firstWeight) }
    let v = (second ?? gradient.map { .zeros(like: $0) }).zip(gradient) {
      $0.lerp(to: $1.squared(), numbers.secondWeight)
    }
    (first, second) = (m.map { $0.detached() }, v.map { $0.detached() })
    let direction = m.zip(v) { m, v in
      let size = v.squareRoot() * numbers.scale
      return numbers.isAngle ? m.atan2(size) : m / (size + numbers.epsilon)
    }
    model = model.zip(direction) {
      (numbers.keep == 1 ? $0 : $0 * numbers.keep).adding($1, scaledBy: -numbers.rate).detached()
    }
  }

  /// The state as named tensors, for a checkpoint.
  public var state: [String: Tensor] {
    (first?.named(prefix: "first.") ?? [:]).merging(second?.named(prefix: "second.") ?? [:]) { a, _ in a }
  }

  /// Restores a stored state for a model of this form.
  /// - Throws: `SafetensorsError` if it does not fit the model.
  public mutating func restore(_ stored: Safetensors, step: Int, like model: Model) throws(SafetensorsError) {
    self.step = step
    func moment(_ prefix: String) throws(SafetensorsError) -> Model? {
      stored.tensors.keys.contains { $0.hasPrefix(prefix) }
        ? try stored.filling(model, prefix: prefix, named: "optimizer state") : nil
    }
    first = try moment("first.")
    second = try moment("second.")
  }
}

/// An optimization rule with its hyperparameters.
public struct OptimizerRule: Hashable, Codable, Sendable {
  /// The kind of an optimization rule.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// SGD with momentum: θ ← θ − ρ v, v ← μ v + g.
    case sgd
    /// SignSGD: θ ← θ − ρ sign(g), for TRM's task embeddings, whose gradients are rare and of any size.
    case signSGD
    /// AdamW: θ ← θ − ρ m̂ / (√v̂ + ε) (Loshchilov, Hutter 2019, "Decoupled Weight Decay Regularization", Algorithm 2).
    case adamW
    /// Adam-atan2: θ ← θ − ρ / (1 − β₁ᵗ) · atan2(m, √v̂), without ε (Everett et al. 2024, "Scaling Exponents", Section
    /// 5). The correction of m is outside the arctangent, as in the kernel that TRM was trained with.
    case adamATan2
  }

  /// The kind of the rule.
  public var kind = Kind.adamATan2
  /// The momentum μ, or β₁.
  public var momentum = 0.9
  /// The decay β₂ of the second moment.
  public var secondMomentum = 0.95
  /// The ε of AdamW.
  public var epsilon = 1e-8
  /// The weight decay: the share of each parameter that a step of rate 1 would remove.
  public var weightDecay = 0.0

  /// Creates a rule with its usual hyperparameters.
  public init(_ kind: Kind = .adamATan2, weightDecay: Double = 0) {
    self.kind = kind
    self.weightDecay = weightDecay
    if kind == .sgd || kind == .signSGD { momentum = 0 }
    if kind == .adamW { secondMomentum = 0.999 }
  }
}

/// A learning-rate schedule: a linear warm-up, then a cosine from 1 to `final`.
public struct RateSchedule: Hashable, Codable, Sendable {
  /// The peak learning rate.
  public var peak = 1e-3
  /// The number of warm-up steps from 0 to the peak.
  public var warmUp = 0
  /// The share of the peak that remains at the end; 1 keeps it, as TRM does.
  public var final = 1.0

  /// Creates a schedule.
  public init(peak: Double = 1e-3, warmUp: Int = 0, final: Double = 1) {
    (self.peak, self.warmUp, self.final) = (peak, warmUp, final)
  }

  /// Returns the rate of step `step` (from 0) of `total`.
  public func rate(at step: Int, of total: Int) -> Double {
    if step < warmUp { return peak * Double(step + 1) / Double(warmUp) }
    let progress = Double(step - warmUp) / Double(max(total - warmUp, 1))
    return peak * (final + (1 - final) * (1 + cos(.pi * min(progress, 1))) / 2)
  }
}
