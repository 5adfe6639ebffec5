internal import Runs

/// A metric of a training run, which runs record and reports and tables read.
public enum TrainingMetric: Hashable, Sendable {
  /// The outer loop's loss: the query loss after the last inner step.
  case queryLoss
  /// The inner loop's loss: the support loss after this many inner steps.
  case supportLoss(steps: Int)
  /// A step that was skipped because its gradient was not finite.
  case skipped
  /// The mean score on meta-validation episodes after this many adaptation steps.
  case validation(steps: Int)

  /// The name in a store.
  public var name: String {
    switch self {
    case .queryLoss: "train/loss"
    case .supportLoss(let steps): "train/support@\(steps)"
    case .skipped: "train/skipped"
    case .validation(let steps): "validation/score@\(steps)"
    }
  }

  /// Creates the metric of a name, or `nil` for another name; names of the first version are known too.
  public init?(_ name: String) {
    func steps(after prefix: String) -> Int? {
      name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
    }
    if name == "train/loss" {
      self = .queryLoss
    } else if name == "train/skipped" {
      self = .skipped
    } else if let steps = steps(after: "train/support@") {
      self = .supportLoss(steps: steps)
    } else if let steps = steps(after: "validation/score@") ?? steps(after: "validation/tokens@") {
      self = .validation(steps: steps)
    } else {
      return nil
    }
  }

  /// Returns a value of the metric at an outer step.
  func metric(_ value: Double, step: Int) -> Metric { Metric(name, step: step, value: value) }

  /// Returns the metrics of an outer step.
  static func metrics(of loss: OuterLoss, step: Int) -> [Metric] {
    [queryLoss.metric(loss.query, step: step)]
      + loss.support.enumerated().map { supportLoss(steps: $0.offset).metric($0.element, step: step) }
      + (loss.isTaken ? [] : [skipped.metric(1, step: step)])
  }
}
