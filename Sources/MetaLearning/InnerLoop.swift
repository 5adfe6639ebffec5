internal import Foundation
public import Networks

/// The adaptation of a model to a support set: the leaves, the rule, the rates and the number of steps.
///
/// One implementation serves every learner, test and command: a whole meta-batch adapts at once, on the task axis.
public struct InnerLoop: Hashable, Codable, Sendable {
  /// The rule that turns a gradient into a step; every rule acts on each task separately.
  public enum Rule: String, CaseIterable, Codable, Sendable {
    /// θ ← θ − α g.
    case sgd
    /// v ← μ v + g, θ ← θ − α v.
    case momentum
    /// θ ← θ − α m̂ / (√v̂ + ε), with new moments for each episode.
    case adam
    /// θ ← θ − α g / rms(g), the root mean square over a leaf: a step's length does not depend on the loss's scale.
    case normalized
  }

  /// The part of the rates that the outer loop learns.
  public enum Rates: String, CaseIterable, Codable, Sendable {
    /// None; the rates stay as configured.
    case fixed
    /// One rate for each leaf and step.
    case perLeaf
    /// One rate for each element.
    case perElement
    /// One rate for each element that may turn negative, and then ascends: Meta-SGD as printed.
    case perElementSigned
  }

  /// A phase of steps that adapts only some leaves: "embedding first, then everything" has two of them.
  public struct Phase: Hashable, Codable, Sendable {
    /// The leaves that adapt.
    public var leaves: LeafPattern
    /// The number of steps; the last phase continues.
    public var steps: Int

    /// Creates a phase.
    public init(leaves: LeafPattern, steps: Int) { (self.leaves, self.steps) = (leaves, steps) }
  }

  /// The number of steps in training.
  public var steps = 1
  /// The rule.
  public var rule = Rule.normalized
  /// The rate α of a leaf that `ratesByLeaf` does not name; for `normalized`, as a share of the leaf's own size.
  public var rate = 0.025
  /// The rates of some leaves, such as {"task": 0.1}; of several patterns that match, the longest counts.
  public var ratesByLeaf: [String: Double] = [:]
  /// The λ of an L1 penalty λ·‖θ‖₁ added to the support loss for the leaves of a pattern, which drives useless ones to
  /// zero. Of several patterns that match, the longest counts.
  public var l1PenaltyByLeaf: [String: Double] = [:]
  /// The decrease of the log rate at each further step.
  public var rateDecay = 0.0
  /// A factor of all rates, learned ones too: what is tuned of a model whose rates are learned.
  public var rateScale = 1.0
  /// The part of the rates that the outer loop learns.
  public var rates = Rates.perLeaf
  /// The leaves that adapt, phase by phase.
  public var phases = [Phase(leaves: .everything, steps: 1)]
  /// The momentum μ, or β₁ of Adam.
  public var momentum = 0.9
  /// The β₂ of Adam.
  public var secondMomentum = 0.999
  /// The λ of the pull toward the start: each step follows ∇ (L + λ/2 ‖φ − θ‖²). 0 for none.
  public var proximal = 0.0
  /// Whether to step by ∇L alone and pull once, after the last step, φ ← φ − αλ(φ − θ), as in the published code of
  /// implicit MAML.
  public var pullsAtEnd = false
  /// The last share of the steps, over which rates decay linearly to 0, for long adaptation of one task.
  public var coolDown = 0.0
  /// The approximate number of examples of its task that a step uses, in turns; 0 for all at every step.
  public var minibatch = 0
  /// The largest number of tasks at once, for memory; 0 for all.
  public var tasksAtOnce = 0
  /// Whether to keep only the fast weights of each step and recompute the rest for a second-order gradient: less memory
  /// for about one more pass.
  public var checkpointsSteps = false

  /// The keys of a configuration.
  private enum CodingKeys: String, CodingKey {
    case steps, rule, rate, ratesByLeaf
    case l1PenaltyByLeaf = "pricesByLeaf"
    case rateDecay, rateScale, rates, phases, momentum, secondMomentum, proximal, pullsAtEnd, coolDown, minibatch,
      tasksAtOnce
    case checkpointsSteps = "recomputes"
  }

  /// Creates the default inner loop.
  public init() {}

  /// Creates an inner loop of SGD with fixed rates, by default over all leaves.
  public init(steps: Int, rule: Rule = .sgd, rate: Double, leaves: LeafPattern = .everything) {
    (self.steps, self.rule, self.rate) = (steps, rule, rate)
    rates = .fixed
    phases = [Phase(leaves: leaves, steps: max(steps, 1))]
  }

  /// The inner loop without steps, of methods that read the support set instead.
  public static var idle: InnerLoop {
    var inner = InnerLoop(steps: 0, rate: 1)
    inner.phases = []
    return inner
  }

  /// Returns whether some phase adapts a leaf.
  public func adapts(_ name: String) -> Bool { phases.contains { $0.leaves.matches(name) } }

  /// Returns the phase of step `step` (from 0).
  func phase(at step: Int) -> Phase {
    var start = 0
    for phase in phases {
      start += phase.steps
      if step < start { return phase }
    }
    return phases.last ?? Phase(leaves: .everything, steps: 1)
  }

  /// Returns the configured rate of a leaf.
  func rate(of name: String) -> Double { Self.number(for: name, in: ratesByLeaf) ?? rate }

  /// Returns λ of a leaf, or `nil` if it has none.
  func l1Penalty(of name: String) -> Double? { Self.number(for: name, in: l1PenaltyByLeaf) }

  /// Returns a pattern of these settings that matches none of a network's leaves, and so would do nothing, or `nil` if
  /// all match.
  public func unmatched(in leaves: [String]) -> LeafPattern? {
    let named = (Array(ratesByLeaf.keys) + Array(l1PenaltyByLeaf.keys)).sorted().map { LeafPattern($0) }
    return (phases.map(\.leaves) + named).first { !leaves.contains(where: $0.matches) }
  }

  private static func number(for name: String, in patterns: [String: Double]) -> Double? {
    patterns.filter { LeafPattern($0.key).matches(name) }.max { ($0.key.count, $0.key) < ($1.key.count, $1.key) }?.value
  }

  /// The first impossible setting, or `nil` if all are possible.
  public var problem: String? {
    if steps < 0 { return "inner.steps is \(steps); it cannot be negative" }
    if !(rate > 0) || ratesByLeaf.values.contains(where: { !($0 > 0) }) { return "inner rates must be positive" }
    if !(rateScale > 0) { return "inner.rateScale is \(rateScale); it must be positive" }
    if !(proximal >= 0) { return "inner.proximal is \(proximal); it cannot be negative" }
    if l1PenaltyByLeaf.values.contains(where: { !($0 >= 0) }) { return "inner.pricesByLeaf cannot be negative" }
    if minibatch < 0 { return "inner.minibatch is \(minibatch); it cannot be negative" }
    if tasksAtOnce < 0 { return "inner.tasksAtOnce is \(tasksAtOnce); give 0 for all, or a number of tasks" }
    for (name, value) in [("momentum", momentum), ("secondMomentum", secondMomentum)] where !(0..<1).contains(value) {
      return "inner.\(name) is \(value); give 0 or more and less than 1"
    }
    if !(-10...10).contains(rateDecay) { return "inner.rateDecay is \(rateDecay); give -10 to 10, in log units a step" }
    if !(0...1).contains(coolDown) { return "inner.coolDown is \(coolDown); give a share of the steps, 0 to 1" }
    if let phase = phases.first(where: { $0.steps < 0 }) {
      return "a phase of inner.phases has \(phase.steps) steps; they cannot be negative"
    }
    if phases.isEmpty { return "inner.phases is empty: give at least one, such as {leaves: \"*\", steps: 1}" }
    return nil
  }
}

/// Returns the natural logarithm, under a name that a tensor's method does not hide.
func _logarithm(_ x: Double) -> Double { Foundation.log(x) }
