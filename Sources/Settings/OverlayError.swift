/// An error of a configuration file or a `--set` flag: the place, the problem and the remedy.
public struct OverlayError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or the flag.
  public let file: String
  /// The line, from 1, or `nil` for a flag or the whole file.
  public let line: Int?
  /// The column, from 1, in unicode scalars, or `nil` if there is no line.
  public let column: Int?
  /// The path of the value, as `stages.0.steps`; empty for the whole.
  public let keyPath: String
  /// The problem.
  public let problem: String
  /// The remedy.
  public let remedy: String

  /// Creates an error at a place of a file.
  public init(file: String, line: Int?, column: Int?, keyPath: String, problem: String, remedy: String) {
    self.file = file
    self.line = line
    self.column = column
    self.keyPath = keyPath
    self.problem = problem
    self.remedy = remedy
  }

  /// The whole error on one line: `train.yaml:3: inner.steps: problem; remedy`.
  public var description: String {
    [line.map { "\(file):\($0)" } ?? file, keyPath, "\(problem); \(remedy)"].filter { !$0.isEmpty }
      .joined(separator: ": ")
  }
}
