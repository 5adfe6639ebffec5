public import Foundation
public import Tasks

extension LanguageModel {
  /// The ids of a chat, rendered by the model's template up to where it is to answer. What messages say is never read as
  /// special tokens.
  /// - Throws: `LanguageError` for a model without a template, `TokenizerError` for what the template refuses.
  public func chat(_ messages: [ChatMessage], date: Date? = nil) throws -> [Int] {
    guard let template else {
      throw LanguageError(name, "it has no chat template; give the prompt as plain text, without --chat")
    }
    return try tokenizer.encode(messages, with: template, date: date).ids
  }
}
