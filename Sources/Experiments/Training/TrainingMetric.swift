internal import Runs

/// The metrics of a training run: what is recorded, and what reports and tables read.
public enum TrainingMetric: Hashable, Sendable {
  /// The outer loop's loss: that of the queries after the last inner step.
  case queryLoss
  /// The inner loop's loss: that of the support set after so many inner steps.
  case supportLoss(steps: Int)
  /// A step whose gradient was not finite, so that it was skipped.
  case skipped
  /// The mean score on meta-validation episodes after so many adaptation steps.
  case validation(steps: Int)

  /// Its name in a store.
  public var name: String {
    switch self {
    case .queryLoss: "train/loss"
    case .supportLoss(let steps): "train/support@\(steps)"
    case .skipped: "train/skipped"
    case .validation(let steps): "validation/score@\(steps)"
    }
  }

  /// The metric of a name, or `nil` for another; names of the first version are known too.
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

  /// A value of it at an outer step.
  func metric(_ value: Double, step: Int) -> Metric { Metric(name, step: step, value: value) }

  /// What an outer step came to.
  static func metrics(of loss: OuterLoss, step: Int) -> [Metric] {
    [queryLoss.metric(loss.query, step: step)]
      + loss.support.enumerated().map { supportLoss(steps: $0.offset).metric($0.element, step: step) }
      + (loss.isTaken ? [] : [skipped.metric(1, step: step)])
  }
}
