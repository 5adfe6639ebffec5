internal import MetaLearning
public import Tasks

/// What the examples of a task distribution look like: what a network has to be made for.
public enum TaskFormat: Hashable, Sendable {
  /// Inputs of a shape, each with so many real numbers as its output.
  case regression(inputs: [Int], outputs: Int)
  /// Inputs of a shape, each of one of so many classes.
  case classes(inputs: [Int], ways: Int)
  /// Rows of tokens: what each token is called, and the canvases that rows stand on by the names of their families.
  case tokens(vocabulary: [String], canvases: [String: Canvas])

  /// Windows of text, in which each token is to be told from those before it: what each token is called.
  case text(vocabulary: [String])

  /// Whether tasks are classes to tell apart.
  public var hasClasses: Bool {
    if case .classes(_, let ways) = self { ways > 1 } else { false }
  }

  /// What each token is called, or `nil` where examples are no tokens.
  public var vocabulary: [String]? {
    switch self {
    case .tokens(let vocabulary, _), .text(let vocabulary): vocabulary
    case .regression, .classes: nil
    }
  }

  /// In an error's words.
  public var summary: String {
    switch self {
    case .regression(let inputs, let outputs): "numbers: \(inputs) to \(outputs)"
    case .classes(let inputs, let ways): "\(ways) classes of \(inputs)"
    case .tokens(let vocabulary, _): "rows of \(vocabulary.count) tokens"
    case .text(let vocabulary): "text of \(vocabulary.count) tokens"
    }
  }
}
