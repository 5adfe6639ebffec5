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

  /// An error at a place of a file.
  public init(file: String, key: String, problem: String) {
    self.file = file
    self.key = key
    self.problem = problem
  }

  /// All three as one line.
  public var description: String {
    key.isEmpty ? "\(file): \(problem)" : "\(file): \(key): \(problem)"
  }
}

/// Text that is short enough for an error message, with what cannot be seen written as numbers.
func excerpt(_ text: String) -> String {
  let scalars = text.unicodeScalars
  return scalars.prefix(40).map { $0.escaped(asASCII: false) }.joined() + (scalars.count > 40 ? "…" : "")
}
