/// A change of files, with the tests that whoever made it could see.
public struct Patch: Hashable, Codable, Sendable {
  /// A file before and after.
  public struct File: Hashable, Codable, Sendable {
    /// The path.
    public let path: String
    /// The text before.
    public let before: String
    /// The text after.
    public let after: String

    /// Creates a file of a change.
    public init(path: String, before: String, after: String) {
      (self.path, self.before, self.after) = (path, before, after)
    }
  }

  /// The files.
  public let files: [File]
  /// The texts of the tests that could be seen. Without them nothing is found to be made for their literals.
  public let visibleTests: [String]

  /// Creates a change.
  public init(_ files: [File], visibleTests: [String] = []) { (self.files, self.visibleTests) = (files, visibleTests) }

  /// Creates the change of a commit. Its hunks stand for its files; the tests it changes are visible.
  public init(_ commit: Commit, visibleTests: [String] = []) {
    let files = commit.hunks.map { File(path: $0.path, before: $0.before, after: $0.after) }
    let tests = files.filter { SourceFile(path: $0.path, text: "").isTest }.map(\.after)
    self.init(files, visibleTests: visibleTests + tests)
  }
}

/// A place of a patch that hides an error instead of mending it.
public struct DuctTapeFinding: Hashable, Codable, Sendable {
  /// A way to hide an error.
  public enum Rule: String, CaseIterable, Codable, Sendable {
    /// An error is caught and forgotten.
    case swallowedError = "swallowed error"
    /// A case is made for the literals of a visible test.
    case specialCase = "special case for a test"
    /// A test is skipped, removed, or left before it asserts.
    case disabledTest = "disabled test"
    /// An assertion is removed, or asserts less.
    case weakenedAssertion = "weakened assertion"
    /// A constant is returned before or instead of the work.
    case constantReturn = "constant return"
    /// What raised an error now passes.
    case removedCheck = "removed check"
    /// A checker or warning is told to be silent.
    case suppression = "suppressed checker"
    /// The code asks whether it is being tested.
    case testAware = "test-aware code"
    /// The process ends with success, or everything equals everything.
    case falseSuccess = "false success"
  }

  /// The rule.
  public let rule: Rule
  /// The path of the file.
  public let path: String
  /// The line after the change, counted from 1; for what is gone, the line of what it stood in.
  public let line: Int
  /// What is hidden, in a sentence.
  public let sentence: String
}
