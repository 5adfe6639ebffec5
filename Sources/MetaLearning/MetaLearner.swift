internal import Foundation
internal import Networks
public import Randomness
public import Tensors

/// A method that learns slow weights from which a new task is solved.
///
/// Two requirements: how a task is adapted to, and the direction in which a meta-batch asks the slow weights to move.
/// Adapting is the inner loop's work, stepping an optimizer's, so a method is its equation and little else. The rest has
/// defaults that suit a method of gradient steps.
public protocol MetaLearner: Sendable {
  /// The inner loop; of no step for methods that look at the support set instead of stepping.
  var inner: InnerLoop { get }
  /// The gradient of what the method minimizes (or its stand-in for one), averaged over the tasks.
  func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network>

  /// Returns the slow weights that the method starts from, for a fresh network: with its adapters or modules, where it has some.
  func start<Network: AdaptableNetwork>(
    _ network: Network, using generator: inout Generator
  ) -> SlowWeights<Network>
  /// The number whose derivative `metaGradient` says it is, at `slow`; what the method takes for a constant is taken at
  /// `center`. What `MetaGradientCheck` differentiates by differences.
  func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double
  /// The method without its approximations: the one whose `objective` its meta-gradient is the derivative of.
  var exact: Self { get }
  /// Calls `observe` with the answers to the queries after each of these numbers of steps; once, as 0, where there are no steps.
  func answer<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ episodes: EpisodeBatch<Network.Batch>, after steps: [Int],
    observe: (Int, Tensor) -> Void
  )
}

/// The gradient of a meta-batch.
public struct MetaGradient<Network: AdaptableNetwork>: Sendable {
  /// The gradient at the slow weights, which the optimizer moves against it.
  public var gradient: SlowWeights<Network>
  /// The mean query loss after the last inner step.
  public var loss: Double

  /// A direction and the loss there.
  public init(gradient: SlowWeights<Network>, loss: Double) { (self.gradient, self.loss) = (gradient, loss) }
}

extension MetaLearner {
  /// The network, and the rates that the inner loop starts from.
  public func start<Network: AdaptableNetwork>(
    _ network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> { SlowWeights(network, inner: inner) }

  /// The method itself: most approximate nothing.
  public var exact: Self { self }

  /// Adapts by the inner loop, without a tape, and answers after the steps that are asked for.
  public func answer<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ episodes: EpisodeBatch<Network.Batch>, after steps: [Int],
    observe: (Int, Tensor) -> Void
  ) {
    inner.adapt(slow, to: episodes.support, steps: steps.max() ?? 0) { step, network in
      guard steps.contains(step) else { return }
      observe(step, withoutGradient { network.outputs(on: episodes.query) })
    }
  }

  /// Sums a chunk's gradients over the meta-batch, weighted by its tasks: memory of a chunk, result of the whole.
  func accumulated<Network: AdaptableNetwork>(
    over episodes: EpisodeBatch<Network.Batch>, atOnce size: Int,
    _ chunk: (EpisodeBatch<Network.Batch>) -> MetaGradient<Network>
  ) -> MetaGradient<Network> {
    var total: MetaGradient<Network>?
    for part in episodes.chunks(of: size) {
      let share = Double(part.tasks) / Double(episodes.tasks)
      let one = chunk(part)
      if let sum = total {
        total = MetaGradient(
          gradient: sum.gradient.zip(one.gradient) { $0.adding($1, scaledBy: share) }, loss: sum.loss + share * one.loss
        )
      } else {
        total = MetaGradient(
          gradient: share == 1 ? one.gradient : one.gradient.map { $0 * share }, loss: share * one.loss)
      }
    }
    return total!
  }
}

/// base to the power of exponent, under a name that no method hides.
func power(_ base: Double, _ exponent: Double) -> Double { Foundation.pow(base, exponent) }
