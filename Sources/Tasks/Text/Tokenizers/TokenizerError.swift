internal import JSON

/// A tokenizer, a vocabulary or a chat template that cannot be used: which file, where in it, and what is wrong.
///
/// Nothing that a file asks for is left out or guessed: what is not supported is refused by its name.
public struct TokenizerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path or the name of the source.
  public let file: String
  /// The way to the value, as `model.merges[3]`, or a line, as `line 3`; empty for the whole file.
  public let key: String
  /// The problem, and where it is not plain, what to do.
  public let problem: String

  /// Creates an error at a place of a file.
  public init(file: String, key: String, problem: String) {
    self.file = file
    self.key = key
    self.problem = problem
  }

  /// Creates a fault of the JSON of a file.
  init(_ fault: JSONFault, in file: String) {
    self.init(file: file, key: fault.path, problem: "\(fault.problem) (\(fault.place))")
  }

  /// All three as one line.
  public var description: String {
    key.isEmpty ? "\(file): \(problem)" : "\(file): \(key): \(problem)"
  }
}
