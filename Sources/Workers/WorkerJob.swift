public import Foundation

/// Some work that a process of its own does.
public struct WorkerJob: Hashable, Sendable {
  /// What people call it.
  public var name: String
  /// What the program is told.
  public var arguments: [String]
  /// The file that gets all that the process writes. A last line such as `42 %` says how far it has come.
  public var log: URL
  /// Its share of the work of all jobs, in any unit.
  public var cost: Double
  /// What it needs alone, or `nil` for nothing: jobs that need the same take turns.
  public var exclusive: String?

  /// A job.
  public init(_ name: String, arguments: [String], log: URL, cost: Double = 1, exclusive: String? = nil) {
    (self.name, self.arguments, self.log) = (name, arguments, log)
    (self.cost, self.exclusive) = (cost, exclusive)
  }

  /// The lines that its process wrote so far.
  var lines: [Substring] {
    ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(whereSeparator: \.isNewline)
  }

  /// The share of the job that its process says is done, 0 to 1.
  var share: Double {
    lines.last.flatMap { $0.hasSuffix(" %") ? Double($0.dropLast(2)) : nil }.map { min(1, max(0, $0 / 100)) } ?? 0
  }
}

/// A job that was not done, and why.
public struct WorkerFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// How a process ended.
  public enum End: Hashable, Sendable, CustomStringConvertible {
    /// With a status other than 0.
    case exited(Int32)
    /// By a signal.
    case signaled(Int32)
    /// It never began, for this reason.
    case notStarted(String)

    /// In words.
    public var description: String {
      switch self {
      case .exited(let status): "ended with \(status)"
      case .signaled(let number): "ended by signal \(number)"
      case .notStarted(let reason): "did not start: \(reason)"
      }
    }
  }

  /// The job.
  public let job: WorkerJob
  /// How its process ended.
  public let end: End

  /// The line of the log that says why, or `nil` if there is none: that of a trap, of an error, or the last.
  public var message: String? {
    let lines = job.lines
    return (lines.first { $0.contains("Fatal error") } ?? lines.last { $0.hasPrefix("error:") } ?? lines.last)
      .map(String.init)
  }

  /// Why, without the name of the job.
  public var reason: String { message.map { "\($0) (\(end); \(job.log.path))" } ?? "\(end); \(job.log.path)" }

  /// Name and reason.
  public var description: String { "\(job.name): \(reason)" }
}
