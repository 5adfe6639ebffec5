import MetaLearning
import Networks
import Tensors

/// A method that moves the initialization toward the mean of each task's inner iterates.
///
/// θ ← θ + ε · mean over tasks and steps of (φₖ − θ)
struct IterateAveraging: MetaLearner {
  let inner: InnerLoop
  let options: AveragingOptions

  init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    (inner, options) = (request.inner, request.options[AveragingOptions.self])
    guard (0..<inner.steps).contains(options.skipped) else {
      throw request.refusal(of: "averaging", "it skips \(options.skipped) of \(inner.steps) inner steps: leave one")
    }
  }

  private var counted: Double { Double(inner.steps - options.skipped) }

  func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    var gradient = slow.map { .zeros(like: $0) }
    var loss = 0.0
    inner.adapt(slow, to: episodes.support) { step, network in
      guard step > options.skipped else { return }
      gradient.network = gradient.network.zip(
        slow.network.zip(network) { start, end in
          end.rank == start.rank ? .zeros(like: start) : (start - end.mean(0)) * (1 / counted)
        }
      ) { $0 + $1 }
      loss = withoutGradient { network.losses(on: episodes.query).mean().item }
    }
    return MetaGradient(gradient: gradient, loss: loss)
  }

  func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    let start = slow.network.tensors
    return inner.adapt(center, to: episodes.support).dropFirst(1 + options.skipped).reduce(0) { sum, state in
      zip(start, state.tensors).filter { $0.rank < $1.rank }.reduce(sum) { sum, pair in
        sum + 0.5 * (pair.0 - pair.1).squared().total() / (Double(episodes.tasks) * counted)
      }
    }
  }

  static let entry = MetaLearnerEntry(
    "averaging", "moves the start toward the mean of the inner iterates", source: "this page",
    options: AveragingOptions.self, make: IterateAveraging.init)
}

/// The settings `method.averaging` of a configuration.
struct AveragingOptions: LearnerOptions {
  static let key = "averaging"
  /// The number of first inner steps whose iterates do not count.
  var skipped = 0
  init() {}
}
