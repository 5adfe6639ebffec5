internal import Foundation
internal import Networks
internal import Tensors

/// A method that learns slow weights from which a few steps solve a new task.
///
/// One requirement: the direction in which a meta-batch asks the slow weights to move. Adapting is the inner loop's,
/// stepping is an optimizer's, so a method is its equation and nothing else.
public protocol MetaLearner: Sendable {
  /// The gradient of what the method minimizes (or its stand-in for one), averaged over the tasks.
  func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network>
}

/// What a meta-batch asks for.
public struct MetaGradient<Network: AdaptableNetwork>: Sendable {
  /// Where the slow weights should come from: the optimizer moves them against it.
  public var gradient: SlowWeights<Network>
  /// The mean query loss after the last inner step.
  public var loss: Double
}

extension MetaLearner {
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
