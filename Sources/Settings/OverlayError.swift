/// What a configuration file or a `--set` flag says that cannot be: where, what is wrong and what to do.
public struct OverlayError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or the flag.
  public let file: String
  /// The line, from 1; nil for a flag, or where the whole is meant.
  public let line: Int?
  /// The column, from 1, in unicode scalars.
  public let column: Int?
  /// The way to the value, as `stages.0.steps`; empty for the whole.
  public let keyPath: String
  /// What is wrong.
  public let problem: String
  /// What to do.
  public let remedy: String

  /// An error at a place of a file.
  public init(file: String, line: Int?, column: Int?, keyPath: String, problem: String, remedy: String) {
    self.file = file
    self.line = line
    self.column = column
    self.keyPath = keyPath
    self.problem = problem
    self.remedy = remedy
  }

  /// All in one line: `train.yaml:3: inner.steps: problem; remedy`.
  public var description: String {
    [line.map { "\(file):\($0)" } ?? file, keyPath, "\(problem); \(remedy)"].filter { !$0.isEmpty }
      .joined(separator: ": ")
  }
}
