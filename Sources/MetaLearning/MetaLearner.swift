internal import Foundation
internal import Networks
public import Randomness
public import Tensors

/// A method that learns slow weights from which a new task is solved.
///
/// Two requirements: how a task is adapted to, and the direction in which a meta-batch moves the slow weights.
/// Adapting is the work of the inner loop, stepping that of an optimizer, so a method is its equation and little else.
/// The rest has defaults that suit a method of gradient steps.
public protocol MetaLearner: Sendable {
  /// The inner loop; of no step for methods that read the support set instead.
  var inner: InnerLoop { get }
  /// Returns the gradient of the objective (or its approximation), averaged over the tasks.
  func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network>

  /// Returns the initial slow weights for a new network, with the method's adapters or modules, if it has some.
  func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network>
  /// Returns the objective whose derivative is `metaGradient`, at `slow`; what the method treats as a constant is
  /// computed at `center`. `MetaGradientCheck` differentiates it by differences.
  func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double
  /// The method without its approximations, whose meta-gradient is the derivative of its `objective`.
  var exact: Self { get }
  /// Calls `observe` with the answers to the queries after each of these numbers of steps; once, as 0, if there are no
  /// steps.
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

  /// Creates a gradient with the loss at the slow weights.
  public init(gradient: SlowWeights<Network>, loss: Double) { (self.gradient, self.loss) = (gradient, loss) }
}

extension MetaLearner {
  /// Returns the network with the initial rates of the inner loop.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> { SlowWeights(network, inner: inner) }

  /// The method itself, as most approximate nothing.
  public var exact: Self { self }

  /// Adapts by the inner loop, without a tape, and answers after the requested steps.
  public func answer<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ episodes: EpisodeBatch<Network.Batch>, after steps: [Int],
    observe: (Int, Tensor) -> Void
  ) {
    inner.adapt(slow, to: episodes.support, steps: steps.max() ?? 0) { step, network in
      guard steps.contains(step) else { return }
      observe(step, withoutGradient { network.outputs(on: episodes.query) })
    }
  }

  /// Returns the gradients of chunks accumulated over the meta-batch, weighted by their tasks: memory of a chunk,
  /// result of the whole.
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

/// Returns base to the power of exponent, under a name that no method hides.
func power(_ base: Double, _ exponent: Double) -> Double { Foundation.pow(base, exponent) }
