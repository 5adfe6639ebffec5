/// A text file of a repository.
public struct SourceFile: Hashable, Sendable {
  /// The path from the repository's folder, with slashes.
  public let path: String
  /// The language.
  public let language: SourceLanguage
  /// The text.
  public let text: String

  /// Creates a file. `language` is by the path's ending unless given.
  public init(path: String, language: SourceLanguage? = nil, text: String) {
    (self.path, self.text) = (path, text)
    self.language = language ?? .of(path: path, firstLine: text.prefix { !$0.isNewline })
  }

  /// Whether the path or name is one that tests have by the conventions of the languages.
  public var isTest: Bool {
    let parts = path.split(separator: "/").map { $0.lowercased() }
    let name = parts.last ?? ""
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    return parts.dropLast().contains { ["test", "tests", "testing", "spec", "specs", "__tests__"].contains($0) }
      || parts.dropLast().contains { $0.hasSuffix("tests") }
      || ["test", "tests", "conftest"].contains(stem) || stem.hasPrefix("test_") || stem.hasSuffix("_test")
      || stem.hasSuffix("_spec") || stem.hasSuffix("tests") || name.contains(".test.") || name.contains(".spec.")
  }
}

/// A file of a repository that is not read.
public struct SetAside: Hashable, Sendable {
  /// The reason why a file is not read.
  public enum Reason: String, CaseIterable, Codable, Sendable {
    /// The file is larger than the limit.
    case large = "larger than the limit"
    /// As many files as the limit allows were read before it.
    case tooMany = "beyond the limit of files"
    /// A zero byte is in it.
    case binary = "binary"
    /// Its bytes are not UTF-8.
    case encoding = "not UTF-8"
    /// Its lines are too long for people to have written them.
    case minified = "minified"
    /// It, or its name, says that a program wrote it.
    case generated = "generated"
    /// It is empty.
    case empty = "empty"
    /// It is a link, or cannot be read.
    case unreadable = "a link, or unreadable"
  }

  /// The path from the repository's folder.
  public let path: String
  /// The reason.
  public let reason: Reason
}

/// The limits within which a file of a repository is read.
public struct FileLimits: Hashable, Codable, Sendable, CustomStringConvertible {
  /// The largest size of a file, in bytes.
  public var bytes = 256 << 10
  /// The largest number of files.
  public var files = 20_000
  /// The longest line of a program, in bytes; a file with a longer one is minified.
  public var lineBytes = 4_000

  /// Creates the default limits.
  public init() {}

  /// The limits in words.
  public var description: String { "\(files) files of up to \(bytes >> 10) KiB" }
}
