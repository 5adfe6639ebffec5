internal import MetaLearning
public import Tasks

/// The format of the examples of a task distribution, which a network is made for.
public enum TaskFormat: Hashable, Sendable {
  /// Inputs of a shape, each with this many real numbers as its output.
  case regression(inputs: [Int], outputs: Int)
  /// Inputs of a shape, each of one of this many classes.
  case classes(inputs: [Int], ways: Int)
  /// Rows of tokens: the name of each token, and the canvases of rows by the names of their families.
  case tokens(vocabulary: [String], canvases: [String: Canvas])

  /// Windows of text, in which each token is predicted from those before it: the name of each token.
  case text(vocabulary: [String])

  /// Whether the tasks are classifications.
  public var hasClasses: Bool {
    if case .classes(_, let ways) = self { ways > 1 } else { false }
  }

  /// The name of each token, or `nil` if examples are no tokens.
  public var vocabulary: [String]? {
    switch self {
    case .tokens(let vocabulary, _), .text(let vocabulary): vocabulary
    case .regression, .classes: nil
    }
  }

  /// A description in errors.
  public var summary: String {
    switch self {
    case .regression(let inputs, let outputs): "numbers: \(inputs) to \(outputs)"
    case .classes(let inputs, let ways): "\(ways) classes of \(inputs)"
    case .tokens(let vocabulary, _): "rows of \(vocabulary.count) tokens"
    case .text(let vocabulary): "text of \(vocabulary.count) tokens"
    }
  }
}
