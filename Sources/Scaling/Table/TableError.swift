/// A table that cannot be read as asked: which file, where in it, what was found and what to do.
public struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's path, or the name that its text was given.
  public let file: String
  /// The line, counted from 1 as an editor does, or `nil` if the whole file is meant.
  public let line: Int?
  /// The column: its name in quotes or its number counted from 1, or a derived column as it was asked for.
  public let column: String?
  /// What is wrong, with what was found.
  public let problem: String
  /// What to do.
  public let remedy: String

  /// An error at a place of a file.
  public init(file: String, line: Int? = nil, column: String? = nil, problem: String, remedy: String) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
    self.remedy = remedy
  }

  /// All of it as one line.
  public var description: String {
    let place = [line.map { "line \($0)" }, column.map { "column \($0)" }].compactMap(\.self)
    return ([file] + (place.isEmpty ? [] : [place.joined(separator: ", ")]) + ["\(problem); \(remedy)"])
      .joined(separator: ": ")
  }
}
