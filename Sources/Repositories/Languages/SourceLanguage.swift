internal import Foundation

/// A language of files: how its comments, strings, definitions, and docstrings are written.
///
/// One entry of `SourceLanguage.all` a language.
public struct SourceLanguage: Sendable {
  /// The marks of a language's blocks.
  public enum Blocks: Hashable, Sendable {
    /// Deeper indentation, as in Python.
    case indentation
    /// Braces.
    case braces
    /// An `end` at the indentation of the definition, as in Ruby.
    case end
    /// None: the text has no definitions.
    case none
  }

  /// The place of a definition's docstring.
  public enum DocstringPlace: Hashable, Sendable {
    /// The first statement of the body.
    case body
    /// The comment before the definition.
    case before
    /// None.
    case none
  }

  /// A kind of string literal.
  public struct StringSyntax: Hashable, Sendable {
    /// The mark that opens it.
    public let open: String
    /// The mark that closes it.
    public let close: String
    /// Whether a backslash keeps the next byte from closing it.
    public let escapes: Bool
    /// Whether it may span lines.
    public let spansLines: Bool
    /// The mark that opens code inside it, or `nil`: `\(` or `${`.
    public let interpolation: String?

    init(_ open: String, _ close: String? = nil, escapes: Bool = true, spansLines: Bool = false, code: String? = nil) {
      (self.open, self.close, self.escapes, self.spansLines) = (open, close ?? open, escapes, spansLines)
      interpolation = code
    }
  }

  /// A rule of the lexer that only some languages have.
  public struct Trait: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int
    /// Creates a set of rules.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// A single quote opens a character rather than a string: `'a'`, `'\n'`, and Rust's `'lifetime`.
    public static let characters = Trait(rawValue: 1)
    /// `#"…"#`, as in Swift.
    public static let hashStrings = Trait(rawValue: 2)
    /// `r#"…"#`, as in Rust.
    public static let rawRust = Trait(rawValue: 4)
    /// `R"x(…)x"`, as in C++.
    public static let rawCPlusPlus = Trait(rawValue: 8)
    /// `/…/` where no operand stands before it.
    public static let regexes = Trait(rawValue: 16)
    /// `<<MARK … MARK`.
    public static let heredocs = Trait(rawValue: 32)
    /// Lines that `#` begins belong to a preprocessor.
    public static let preprocessor = Trait(rawValue: 64)
    /// `#` opens a comment only where a word begins, as in a shell.
    public static let wordComments = Trait(rawValue: 128)
    /// Statements end at a semicolon, so that a header begins after one.
    public static let semicolons = Trait(rawValue: 256)
  }

  /// A pattern of a definition's header, as an ICU regular expression whose first group is the name.
  public struct DefinitionPattern: Hashable, Sendable {
    /// The kind of what it defines.
    public let kind: Definition.Kind
    /// The expression.
    public let expression: String
    init(_ kind: Definition.Kind, _ expression: String) { (self.kind, self.expression) = (kind, expression) }
  }

  /// The name.
  public let name: String
  /// The endings of its files, without the dot.
  public let endings: [String]
  /// The names of its files that have no such ending.
  public var fileNames: [String] = []
  /// The words by which a first line `#!…` names it.
  public var interpreters: [String] = []
  /// The marks that open a comment to the end of a line.
  public var lineComments: [String] = []
  /// The marks around a comment that may span lines.
  public var blockComments: [(open: String, close: String, nests: Bool)] = []
  /// The string literals, longer marks first.
  public var strings: [StringSyntax] = []
  /// The rules of the lexer.
  public var traits: Trait = []
  /// The marks of blocks.
  public var blocks: Blocks = .none
  /// The place of docstrings.
  public var docstrings: DocstringPlace = .none
  /// The patterns of definitions' headers.
  public var definitions: [DefinitionPattern] = []

  init(_ name: String, endings: [String]) { (self.name, self.endings) = (name, endings) }
}

extension SourceLanguage: Hashable {
  /// Whether two languages are the same entry.
  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
