internal import Networks
internal import Requirements
internal import Tensors

/// A method that learns an initialization that a few gradient steps adapt to any task of a family.
///
/// θ ← θ − β ∇θ meanᵢ L(queryᵢ, θᵢ′),  θᵢ′ = θ − α ∇θ L(supportᵢ, θ)
///
/// The gradient goes through the inner steps and, if rates are learned, to the rates.
/// - Source: Finn, Abbeel, Levine 2017, "Model-Agnostic Meta-Learning", Algorithm 2. <https://arxiv.org/abs/1703.03400>
/// - Differs: the query loss may be computed after every inner step rather than the last alone (`queryWeights`), as in
///   Antoniou et al. 2019, "How to Train Your MAML", Equation 2.
/// - Shapes: support and query of `[tasks, …]`.
public struct MAML: MetaLearner {
  /// The inner loop.
  public let inner: InnerLoop
  /// The order of the derivatives.
  public let order: DerivativeOrder
  /// The weight of the query loss after each inner step; if empty, the last step's alone.
  public let queryWeights: [Double]

  /// Creates the method over an inner loop.
  public init(inner: InnerLoop, queryWeights: [Double] = []) {
    self.init(inner: inner, order: .second, queryWeights: queryWeights)
  }

  /// Creates the method with derivatives of this order: second-order MAML, or first-order.
  public init(inner: InnerLoop, order: DerivativeOrder, queryWeights: [Double] = []) {
    require(order != .none, "MAML of order none sees no inner step: ask for first or second, or use Reptile")
    require(
      queryWeights.isEmpty || queryWeights.count == inner.steps,
      "\(queryWeights.count) query weights for \(inner.steps) inner steps: give one a step, or none")
    (self.inner, self.order, self.queryWeights) = (inner, order, queryWeights)
  }

  /// Creates the second-order method for a request; throws if training is to be of first order.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    guard request.outer == nil || request.options.order == .second else {
      throw request.refusal(
        of: "maml", key: "method.order", "maml is of second order: use learner=fomaml for first")
    }
    self.init(inner: request.inner, queryWeights: request.queryWeights)
  }

  /// Returns ∇θ of the query loss after adaptation.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    accumulated(over: episodes, atOnce: inner.tasksAtOnce) { episodes in
      var last = 0.0
      let (_, gradient) = valueAndGradient(at: slow) { slow in
        var total: Tensor?
        inner.adapt(slow, to: episodes.support, order: order) { step, network in
          let weight = weight(after: step)
          guard weight > 0 else { return }
          let loss = network.losses(on: episodes.query).mean()
          last = loss.item
          total = total.map { $0 + loss * weight } ?? loss * weight
        }
        return total!
      }
      return MetaGradient(gradient: gradient, loss: last)
    }
  }

  /// Returns the query loss after adaptation from `slow`; in first order every step's gradient is the one found from
  /// `center`.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    var gradients: [[Int: Tensor]] = Array(repeating: [:], count: inner.steps)
    if order == .first {
      inner.adapt(
        center, tasks: episodes.tasks, order: .none, support: { _ in episodes.support },
        gradient: { step, leaf, found in
          gradients[step][leaf] = found
          return found
        }, observe: { _, _ in })
    }
    var total = 0.0
    let held = gradients
    inner.adapt(
      slow, tasks: episodes.tasks, order: .none, support: { _ in episodes.support },
      gradient: { step, leaf, found in held[step][leaf] ?? found },
      observe: { step, network in
        let weight = weight(after: step)
        if weight > 0 { total += weight * network.losses(on: episodes.query).mean().item }
      })
    return total
  }

  private func weight(after step: Int) -> Double {
    if queryWeights.isEmpty { return step == inner.steps ? 1 : 0 }
    return step == 0 ? 0 : queryWeights[step - 1] / queryWeights.reduce(0, +)
  }
}

extension MAML {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "maml", "differentiates the query loss through the inner steps",
    source: "Finn, Abbeel, Levine 2017",
    traits: [.readsQueryWeights, .isSecondOrder], cost: LearnerCost(memory: 5...10, time: (multiple: 3, of: "reptile")),
    make: MAML.init)
}
