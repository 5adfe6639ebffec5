public import Foundation

/// One execution of a command that records results: its configuration, its seed and its outcome.
public struct Run: Identifiable, Hashable, Sendable {
  /// The status of a run.
  public enum Status: String, CaseIterable, Codable, Sendable {
    /// A process works on the run.
    case running
    /// The run completed.
    case finished
    /// The run ended with an error, which is its last event.
    case failed
    /// The run was stopped, or its process is gone; it can be resumed.
    case interrupted
  }

  /// A readable name that is unique in its store and safe as a folder name: "20261121-1203-reptile-a3f9".
  public let id: String
  /// The name given by the user: "reptile".
  public let name: String
  /// The kind of the run: "train"; "study" and "study-cell", one model of a study with all its measurements.
  public let kind: String
  /// The status.
  public let status: Status
  /// The whole configuration, as JSON text.
  public let configuration: String
  /// The seed of every random choice.
  public let seed: UInt64
  /// The version of the program.
  public let version: String
  /// The commit of the working directory, with "-dirty" appended if it had uncommitted changes, or `nil` outside of
  /// git.
  public let revision: String?
  /// The time of the start.
  public let created: Date
  /// The time of the end, or `nil` while the run is running.
  public let finished: Date?
  /// The process that works on the run, or did last.
  public let owner: RunOwner

  /// Returns a readable identifier: minute (UTC), simplified name, four random hexadecimal digits.
  static func makeID(name: String, date: Date) -> String {
    let simple = String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    let words = simple.split(separator: "-").joined(separator: "-").prefix(40)
    let suffix = String(UInt16.random(in: 0...UInt16.max), radix: 16)
    let padded = String(repeating: "0", count: 4 - suffix.count) + suffix
    return "\(minute(date))-\(words.isEmpty ? "run" : words)-\(padded)"
  }

  private static func minute(_ date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "yyyyMMdd-HHmm"
    return formatter.string(from: date)
  }
}

extension Run: Encodable {
  private enum CodingKeys: String, CodingKey {
    case id, name, kind, status, configuration, seed, version, revision, created, finished, host, processID
  }

  /// Encodes the run, its configuration as a structure rather than as text in text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(name, forKey: .name)
    try container.encode(kind, forKey: .kind)
    try container.encode(status, forKey: .status)
    try container.encode(JSONValue(text: configuration), forKey: .configuration)
    try container.encode(seed, forKey: .seed)
    try container.encode(version, forKey: .version)
    try container.encode(revision, forKey: .revision)
    try container.encode(created, forKey: .created)
    try container.encode(finished, forKey: .finished)
    try container.encode(owner.host, forKey: .host)
    try container.encode(owner.processID, forKey: .processID)
  }
}
