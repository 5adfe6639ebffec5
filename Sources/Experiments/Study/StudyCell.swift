internal import Foundation
internal import Runs

/// One model of a study and all that is measured of it: what one process does.
public struct StudyCell: Hashable, Codable, Sendable {
  /// Where the model comes from.
  public enum Model: Hashable, Codable, Sendable {
    /// It is trained as this says.
    case training(Experiment)
    /// It is a file with this checksum.
    case checkpoint(path: String, checksum: String)
  }

  /// The sweep that it belongs to.
  public let sweep: String
  /// Where it stands on the axes of its sweep.
  public let axes: [String: Double]
  /// The model.
  public let model: Model
  /// What is measured.
  public let evaluation: EvaluationPlan
  /// 16 digits that are the same for whoever has the same model measured in the same way.
  public let key: String

  /// A cell of a sweep. A training gets a name that is the same for the same training.
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

  /// The key of its training, which other cells may share; empty where there is none.
  public var trainingKey: String {
    guard case .training(let training) = model else { return "" }
    return String(training.name.suffix(16))
  }

  /// In a few words, for people: "tasks 960, seed 2".
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
