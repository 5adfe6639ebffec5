public import Foundation

/// Something worth telling that happened in a run: it was resumed, a checkpoint was skipped, the loss diverged.
public struct Event: Hashable, Codable, Sendable {
  /// How much it matters.
  public enum Level: String, CaseIterable, Codable, Sendable {
    /// The ordinary course of things.
    case info
    /// The run goes on, but somebody should look.
    case warning
    /// The run could not go on.
    case error
  }

  /// When it happened, to the millisecond.
  public let date: Date
  /// How much it matters.
  public let level: Level
  /// What happened, in a sentence.
  public let message: String

  /// Something that happened, now unless told otherwise.
  public init(_ message: String, level: Level = .info, date: Date = Date()) {
    self.message = message
    self.level = level
    self.date = date
  }
}
