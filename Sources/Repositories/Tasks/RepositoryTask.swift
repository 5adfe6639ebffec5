/// A question about a repository whose answer is known: complete a prompt.
public struct RepositoryTask: Hashable, Codable, Sendable {
  /// A kind of question.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// The body of a function, after the file up to it.
    case maskedFunction = "masked function"
    /// The docstring of a function whose code is shown.
    case docstring = "docstring"
    /// The body of a test, after what it tests and the file up to it.
    case maskedTest = "masked test"
    /// What a place of a file became in a commit or a release, after what it was and the first line of the message.
    case fix = "fix"
    /// The change that a commit's message asks for, after the places it changes.
    case request = "request"
  }

  /// The kind.
  public let kind: Kind
  /// A name of the task in its repository.
  public let id: String
  /// The path of the file of the answer.
  public let file: String
  /// Where the answer stands in that file, as offsets of its UTF-8; empty for an answer that stands in no file now.
  public let range: Range<Int>
  /// What was retrieved from elsewhere, empty if nothing was.
  public let context: String
  /// What comes right before the answer.
  public let prefix: String
  /// The answer.
  public let completion: String

  /// What a model is given.
  public var prompt: String { context + prefix }

  /// Returns the task with another context.
  func with(context: String) -> Self {
    RepositoryTask(
      kind: kind, id: id, file: file, range: range, context: context, prefix: prefix, completion: completion)
  }
}

/// The sizes between which an answer is asked for.
public struct AnswerLimits: Hashable, Codable, Sendable {
  /// The fewest tokens (words and signs) of a body: a shorter one has nothing to leak or to learn.
  public var fewestTokens = 12
  /// The largest size of an answer, in bytes.
  public var bytes = 2_000
  /// The largest size of the part of a file that is shown before an answer, in bytes: its last.
  public var prefixBytes = 6_000

  /// Creates the default limits.
  public init() {}

  func allows(_ text: String) -> Bool {
    text.utf8.count <= bytes && Shingles(text).tokens >= max(fewestTokens, Shingles.width)
  }
}
