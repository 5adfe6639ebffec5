public import Tasks

/// How a base model reads and writes text.
public struct BaseText: Sendable {
  /// Its tokenizer.
  public let tokenizer: Tokenizer
  /// The template of its chats, or `nil` if it has none.
  public let template: ChatTemplate?
  /// The tokens that end what it writes.
  public let ends: Set<Int>

  /// Creates the text side of a model.
  public init(tokenizer: Tokenizer, template: ChatTemplate?, ends: Set<Int>) {
    (self.tokenizer, self.template, self.ends) = (tokenizer, template, ends)
  }
}
