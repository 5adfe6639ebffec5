public import Foundation

/// A noteworthy event of a run: it was resumed, a checkpoint was skipped, the loss diverged.
public struct Event: Hashable, Codable, Sendable {
  /// The severity of an event.
  public enum Level: String, CaseIterable, Codable, Sendable {
    /// A normal event.
    case info
    /// A problem with which the run goes on, but somebody should look.
    case warning
    /// A problem with which the run could not go on.
    case error
  }

  /// The time of the event, to the millisecond.
  public let date: Date
  /// The severity.
  public let level: Level
  /// A description, in a sentence.
  public let message: String

  /// Creates an event, by default at the current time.
  public init(_ message: String, level: Level = .info, date: Date = Date()) {
    self.message = message
    self.level = level
    self.date = date
  }
}
