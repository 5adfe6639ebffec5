internal import Foundation
internal import MetaLearning

/// Evaluations of several models over several seeds of episodes, pooled into rows of a data file.
public struct EvaluationPool {
  private struct Key: Hashable {
    let model, group, family: String
    let shots: Int?
    let steps: Int
  }

  private var keys: [Key] = []
  private var estimates: [Key: [(score: Estimate, exact: Estimate?)]] = [:]

  /// Creates an empty pool.
  public init() {}

  /// Adds the answers of `evaluate --json`.
  public mutating func add(_ evaluation: Evaluation, as model: String) {
    for row in evaluation.rows + evaluation.overall {
      for point in row.points {
        let key = Key(model: model, group: row.group.rawValue, family: row.name, shots: row.shots, steps: point.steps)
        if estimates[key] == nil { keys.append(key) }
        estimates[key, default: []].append((point.score, point.exact))
      }
    }
  }

  /// The rows as CSV, one for each measure.
  public var csv: String {
    var rows: [String] = []
    for key in keys {
      let own = estimates[key] ?? []
      for (measure, values) in [("symbols", own.map(\.score)), ("whole outputs", own.compactMap(\.exact))]
      where !values.isEmpty {
        let pooled = Self.pooled(values)
        let shots = key.shots.map { "\($0)" } ?? ""
        rows.append(
          "\(key.model),\(key.group),\(key.family),\(measure),\(shots),\(key.steps),"
            + String(format: "%.4f,%.4f,%d", pooled.mean, pooled.halfWidth, pooled.count))
      }
    }
    return (["learner,group,family,measure,examples,steps,mean,halfWidth,episodes"] + rows).joined(separator: "\n")
      + "\n"
  }

  /// Returns the estimate from all episodes: exact, since a half width determines the squares that it was computed
  /// from.
  static func pooled(_ estimates: [Estimate]) -> (mean: Double, halfWidth: Double, count: Int) {
    let count = estimates.reduce(0) { $0 + $1.count }
    let mean = estimates.reduce(0) { $0 + Double($1.count) * $1.mean } / Double(max(count, 1))
    var squares = 0.0
    for estimate in estimates {
      let n = Double(estimate.count), error = estimate.halfWidth / 1.96, shift = estimate.mean - mean
      squares += n * (n - 1) * error * error + n * shift * shift
    }
    let n = Double(count)
    return (mean, count > 1 ? 1.96 * (squares / (n - 1) / n).squareRoot() : 0, count)
  }
}
