internal import Foundation
internal import Runs

/// One model of a study with its measurements, which one process makes.
public struct StudyCell: Hashable, Codable, Sendable {
  /// The origin of the model.
  public enum Model: Hashable, Codable, Sendable {
    /// A training of this experiment.
    case training(Experiment)
    /// A file with this checksum.
    case checkpoint(path: String, checksum: String)
  }

  /// The sweep of the cell.
  public let sweep: String
  /// The position on the axes of the sweep.
  public let axes: [String: Double]
  /// The model.
  public let model: Model
  /// The plan of the measurements.
  public let evaluation: EvaluationPlan
  /// The key, of 16 digits that are the same for the same model measured in the same way.
  public let key: String

  /// Creates a cell of a sweep. A training gets a name that is the same for the same training.
  public init(
    study: String, sweep: String, axes: [String: Double], model: Model, evaluation: EvaluationPlan
  ) throws {
    (self.sweep, self.axes, self.evaluation) = (sweep, axes, evaluation)
    switch model {
    case .training(var training):
      training.name = ""
      let key = try Self.digest(of: training)
      training.name = "\(study)-\(sweep)".prefix(23) + "-\(key)"
      self.model = .training(training)
      self.key = try Self.digest(of: [key, Self.digest(of: evaluation)])
    case .checkpoint(_, let checksum):
      self.model = model
      key = try Self.digest(of: [checksum, Self.digest(of: evaluation)])
    }
  }

  /// The key of its training, which other cells may share; empty if there is none.
  public var trainingKey: String {
    guard case .training(let training) = model else { return "" }
    return String(training.name.suffix(16))
  }

  /// A short label for people: "tasks 960, seed 2".
  public var label: String {
    let places = axes.sorted { $0.key < $1.key }.map { "\($0.key) \(StudyTable.text(of: $0.value))" }
    switch model {
    case .training(let training): return "\(sweep): " + (places + ["seed \(training.seed)"]).joined(separator: ", ")
    case .checkpoint(let path, _): return "\(sweep): \(URL(fileURLWithPath: path).lastPathComponent)"
    }
  }

  private static func digest(of value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return Checksum.text(of: try encoder.encode(value))
  }
}
