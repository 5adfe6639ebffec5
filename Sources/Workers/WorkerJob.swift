public import Foundation

/// A job that a process of its own works on.
public struct WorkerJob: Hashable, Sendable {
  /// The name for people.
  public var name: String
  /// The arguments of the program.
  public var arguments: [String]
  /// The file of the process's output. A last line such as `42 %` reports its progress.
  public var log: URL
  /// The share of the job in the work of all jobs, in any unit.
  public var cost: Double
  /// The name of a resource that the job needs exclusively, or `nil` for none: jobs that need the same take turns.
  public var exclusive: String?

  /// Creates a job.
  public init(_ name: String, arguments: [String], log: URL, cost: Double = 1, exclusive: String? = nil) {
    (self.name, self.arguments, self.log) = (name, arguments, log)
    (self.cost, self.exclusive) = (cost, exclusive)
  }

  /// The lines that the process wrote so far; none before it has begun.
  var lines: [Substring] {
    ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(whereSeparator: \.isNewline)
  }

  /// The share of the job that its process reports as done, 0 to 1.
  var share: Double {
    lines.last.flatMap { $0.hasSuffix(" %") ? Double($0.dropLast(2)) : nil }.map { min(1, max(0, $0 / 100)) } ?? 0
  }
}

/// A job that failed, with the reason.
public struct WorkerFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The end of a process.
  public enum End: Hashable, Sendable, CustomStringConvertible {
    /// An exit with a status other than 0.
    case exited(Int32)
    /// A signal.
    case signaled(Int32)
    /// A process that never started, for this reason.
    case notStarted(String)

    /// The end in words.
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
  /// The end of its process.
  public let end: End

  /// The line of the log with the reason, or `nil` if there is none: that of a trap, of an error, or the last.
  public var message: String? {
    let lines = job.lines
    return (lines.first { $0.contains("Fatal error") } ?? lines.last { $0.hasPrefix("error:") } ?? lines.last)
      .map(String.init)
  }

  /// The reason, without the name of the job.
  public var reason: String { message.map { "\($0) (\(end); \(job.log.path))" } ?? "\(end); \(job.log.path)" }

  /// The name and the reason.
  public var description: String { "\(job.name): \(reason)" }
}
