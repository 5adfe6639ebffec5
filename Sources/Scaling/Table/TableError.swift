/// A table that cannot be read as requested: the file, the position in it, what was found and the remedy.
public struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's path, or the name that its text was given.
  public let file: String
  /// The line, counted from 1 as an editor does, or `nil` if the whole file is meant.
  public let line: Int?
  /// The column: its name in quotes or its number counted from 1, or a derived column as it was asked for.
  public let column: String?
  /// The problem, with what was found.
  public let problem: String
  /// The remedy.
  public let remedy: String

  /// Creates an error at a position of a file.
  public init(file: String, line: Int? = nil, column: String? = nil, problem: String, remedy: String) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
    self.remedy = remedy
  }

  /// The whole error as one line.
  public var description: String {
    let place = [line.map { "line \($0)" }, column.map { "column \($0)" }].compactMap(\.self)
    return ([file] + (place.isEmpty ? [] : [place.joined(separator: ", ")]) + ["\(problem); \(remedy)"])
      .joined(separator: ": ")
  }
}
