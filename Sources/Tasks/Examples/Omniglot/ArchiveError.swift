/// An archive that cannot be read: the file, the entry, the problem and the remedy.
public struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the archive.
  public let file: String
  /// The entry inside, or "whole archive".
  public let entry: String
  /// The problem.
  public let problem: String
  /// The remedy.
  public let remedy: String

  /// Creates an error at an entry of an archive.
  public init(file: String, entry: String = "whole archive", problem: String, remedy: String) {
    self.file = file
    self.entry = entry
    self.problem = problem
    self.remedy = remedy
  }

  /// All four parts as one line.
  public var description: String {
    "\(file): \(entry): \(problem); \(remedy)"
  }
}
