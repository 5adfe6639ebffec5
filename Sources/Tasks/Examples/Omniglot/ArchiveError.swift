/// An archive that cannot be read: which, what in it, what is wrong and what to do.
public struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the archive.
  public let file: String
  /// The entry inside, or "whole archive".
  public let entry: String
  /// The problem.
  public let problem: String
  /// The remedy.
  public let remedy: String

  /// An error at an entry of an archive.
  public init(file: String, entry: String = "whole archive", problem: String, remedy: String) {
    self.file = file
    self.entry = entry
    self.problem = problem
    self.remedy = remedy
  }

  /// All four as one line.
  public var description: String {
    "\(file): \(entry): \(problem); \(remedy)"
  }
}
