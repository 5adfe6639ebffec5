/// A change of a repository: a commit, or the step from one release to the next.
public struct Commit: Hashable, Codable, Sendable {
  /// A place of a file before and after.
  public struct Hunk: Hashable, Codable, Sendable {
    /// The path of the file after the change.
    public let path: String
    /// The first line of the place after the change, counted from 1.
    public let line: Int
    /// The lines before, with a few around them that did not change.
    public let before: String
    /// The lines after, with the same around them.
    public let after: String
    /// The number of lines that were added or removed.
    public let changedLines: Int

    /// Creates a place.
    public init(path: String, line: Int, before: String, after: String, changedLines: Int) {
      (self.path, self.line, self.before, self.after) = (path, line, before, after)
      self.changedLines = changedLines
    }
  }

  /// The hash, or the names of the releases.
  public let id: String
  /// The seconds since 1970 at which it was committed; 0 for releases.
  public let time: Int
  /// The message.
  public let message: String
  /// The places it changes.
  public let hunks: [Hunk]

  /// Creates a change.
  public init(id: String, time: Int, message: String, hunks: [Hunk]) {
    (self.id, self.time, self.message, self.hunks) = (id, time, message, hunks)
  }

  /// The first line of the message.
  public var subject: String { String(message.prefix { !$0.isNewline }) }

  /// Whether the message says that it mends something.
  public var isFix: Bool {
    let words = Set(message.lowercased().split { !$0.isLetter }.map(String.init))
    let marks: Set<String> = [
      "fix", "fixes", "fixed", "fixing", "bug", "bugs", "bugfix", "repair", "repairs", "mend", "mends", "correct",
      "corrects",
      "crash", "crashes", "regression", "wrong", "hotfix", "workaround",
    ]
    return !words.isDisjoint(with: marks)
  }

  /// Whether the message can be read as a request: it says something, and not that a version, format, or merge is all.
  public var isRequest: Bool {
    let words = subject.lowercased().split { !($0.isLetter || $0.isNumber) }
    let empty: Set<Substring> = [
      "merge", "bump", "release", "format", "lint", "revert", "wip", "version", "typo", "typos",
    ]
    return words.count >= 3 && !empty.contains(words[0]) && !words.prefix(3).contains("format")
  }
}
