internal import Foundation
public import Tensors

/// An optimizer: turns gradients into steps. Its state is made of trees like the model's, so that it can be stored with it.
public struct Optimizer<Model: ParameterTree>: Sendable {
  /// The rule, with its numbers.
  public let rule: OptimizerRule
  /// Steps taken.
  public private(set) var step = 0
  /// The first moment of the gradient, where the rule keeps one.
  public private(set) var first: Model?
  /// The second moment of the gradient, where the rule keeps one.
  public private(set) var second: Model?

  /// An optimizer that has seen nothing.
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

  /// Takes up a stored state for a model of this form.
  /// - Throws: `SafetensorsError` when it does not fit the model.
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

/// A rule of optimization, and its numbers.
public struct OptimizerRule: Hashable, Codable, Sendable {
  /// The rules there are.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// θ ← θ − ρ v, v ← μ v + g.
    case sgd
    /// θ ← θ − ρ sign(g): what TRM's task embeddings learn by, whose gradients are rare and of any size.
    case signSGD
    /// θ ← θ − ρ m̂ / (√v̂ + ε). Loshchilov, Hutter 2019, "Decoupled Weight Decay Regularization", Algorithm 2.
    case adamW
    /// θ ← θ − ρ / (1 − β₁ᵗ) · atan2(m, √v̂), without ε. Everett et al. 2024, "Scaling Exponents", Section 5; the
    /// correction of m stands outside the arctangent, as in the kernel that TRM was trained with.
    case adamATan2
  }

  /// The rule.
  public var kind = Kind.adamATan2
  /// μ or β₁.
  public var momentum = 0.9
  /// β₂.
  public var secondMomentum = 0.95
  /// ε of AdamW.
  public var epsilon = 1e-8
  /// The share of each parameter that a step of rate 1 would remove.
  public var weightDecay = 0.0

  /// A rule with its usual numbers.
  public init(_ kind: Kind = .adamATan2, weightDecay: Double = 0) {
    self.kind = kind
    self.weightDecay = weightDecay
    if kind == .sgd || kind == .signSGD { momentum = 0 }
    if kind == .adamW { secondMomentum = 0.999 }
  }
}

/// The outer rate over a run: a linear warm-up, then a cosine from 1 to `final`.
public struct RateSchedule: Hashable, Codable, Sendable {
  /// The rate at its highest.
  public var peak = 1e-3
  /// Steps from 0 to the peak.
  public var warmUp = 0
  /// The share of the peak that is left at the end; 1 keeps it, as TRM does.
  public var final = 1.0

  /// A schedule.
  public init(peak: Double = 1e-3, warmUp: Int = 0, final: Double = 1) {
    (self.peak, self.warmUp, self.final) = (peak, warmUp, final)
  }

  /// The rate of step `step` (from 0) of `total`.
  public func rate(at step: Int, of total: Int) -> Double {
    if step < warmUp { return peak * Double(step + 1) / Double(warmUp) }
    let progress = Double(step - warmUp) / Double(max(total - warmUp, 1))
    return peak * (final + (1 - final) * (1 + cos(.pi * min(progress, 1))) / 2)
  }
}
