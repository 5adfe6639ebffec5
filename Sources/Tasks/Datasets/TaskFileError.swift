/// A file of tasks that cannot be read: the file, the place, the problem and the remedy.
public struct TaskFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path.
  public let file: String
  /// The place inside: a line and column, the path of a value as `train[2].output`, or the whole file.
  public let place: String
  /// The problem.
  public let problem: String
  /// The remedy.
  public let remedy: String

  /// Creates an error at a place of a file.
  public init(file: String, place: String, problem: String, remedy: String) {
    self.file = file
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }

  /// All four parts as one line.
  public var description: String {
    "\(file): \(place): \(problem); \(remedy)"
  }
}
