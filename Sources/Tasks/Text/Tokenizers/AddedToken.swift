/// A token that is matched whole in a text, before anything is cut or merged.
public struct AddedToken: Sendable, Hashable {
  /// The id.
  public var id: Int
  /// The text.
  public var content: String
  /// Whether decoding may skip it, as those that frame a text.
  public var isSpecial: Bool
  /// Whether it is looked for in the normalized text rather than in the text as it is.
  public var isNormalized: Bool
  /// Whether it counts only where no word goes on beside it.
  public var isSingleWord: Bool
  /// Whether it takes the spaces before it along.
  public var stripsLeft: Bool
  /// Whether it takes the spaces after it along.
  public var stripsRight: Bool

  /// Creates a token that is matched whole.
  public init(
    id: Int, content: String, isSpecial: Bool = true, isNormalized: Bool = false, isSingleWord: Bool = false,
    stripsLeft: Bool = false, stripsRight: Bool = false
  ) {
    self.id = id
    self.content = content
    self.isSpecial = isSpecial
    self.isNormalized = isNormalized
    self.isSingleWord = isSingleWord
    self.stripsLeft = stripsLeft
    self.stripsRight = stripsRight
  }
}

/// The added tokens that an encoder sees in a text.
public enum AddedTokenParsing: Sendable, Hashable, CaseIterable {
  /// All. For text of templates and of training data, which may hold specials.
  case all
  /// Those that are not special, as runs of spaces. For text of users, which shall not be able to write specials.
  case ordinary
  /// None: everything is plain text.
  case none
}
