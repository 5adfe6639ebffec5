/// A choice of what is retrieved for a prompt.
public enum ContextChoice: String, CaseIterable, Codable, Sendable {
  /// Whole files: those that share the most words with what is visible.
  case file
  /// Definitions: those that the visible part names, then the rest of the file, then those that share words with it.
  case symbol
  /// The files that the file needs, the most needed first, each by its headers, and what of them is named in full.
  case dependency
}

/// What a prompt is made for: a place in a file, and what of that file may be seen.
public struct ContextQuery: Sendable {
  /// The path of the file.
  public let file: String
  /// The language of the file, in whose comments sources are named.
  public let language: SourceLanguage
  /// What comes right before the answer.
  public let prefix: String
  /// What comes after the answer in the same file.
  public let suffix: String
  /// The words that matter most: those of the header and docstring of what is asked for.
  public let focus: String

  /// Creates a query.
  public init(file: String, language: SourceLanguage, prefix: String, suffix: String = "", focus: String = "") {
    (self.file, self.language, self.prefix, self.suffix, self.focus) = (file, language, prefix, suffix, focus)
  }
}
