/// The verdict on an answer: whether it is the known one, whether the file parses with it, and how the tests went.
public struct AnswerCheck: Hashable, Sendable {
  /// Whether it is the known answer but for space at the ends of lines and empty lines at the ends.
  public let isExact: Bool
  /// Whether the file parses with the answer in place; `nil` for an answer that stands in no file now.
  public let parse: ParseCheck?
  /// What the user's tests say, or `nil` if nobody asked for them or the file does not parse.
  public let run: TestRun?
}

extension RepositoryTask {
  /// Whether an answer is the known one but for space at the ends of lines and empty lines at the ends.
  public func isExact(_ answer: String) -> Bool { Self.plain(answer) == Self.plain(completion) }

  private static func plain(_ text: String) -> [String] {
    var lines = text.lines
      .map { String($0).trimmingSuffix(while: \.isWhitespace) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return Array(lines.drop(while: \.isEmpty))
  }

  /// Returns the file with an answer in the place of the known one, or `nil` if the answer stands in no file of the
  /// repository: that of a change.
  public func file(with answer: String, in repository: Repository) -> SourceFile? {
    guard !range.isEmpty, let file = repository[file], range.upperBound <= file.text.utf8.count else { return nil }
    let bytes = Array(file.text.utf8)
    let text = String(
      decoding: bytes[..<range.lowerBound] + Array(answer.utf8) + bytes[range.upperBound...], as: UTF8.self)
    return SourceFile(path: file.path, language: file.language, text: text)
  }

  /// Checks an answer. `tests` is the command that the user named; without one nothing of the repository is run.
  /// - Throws: `RepositoryError` if the tree cannot be copied or the command not be started.
  public func check(
    _ answer: String, in repository: Repository, tests: TestCommand? = nil
  ) async throws(RepositoryError) -> AnswerCheck {
    guard let file = file(with: answer, in: repository) else {
      return AnswerCheck(isExact: isExact(answer), parse: nil, run: nil)
    }
    let parse = await ParseCheck(file.text, file.language)
    var run: TestRun?
    if let tests, parse.parses { run = try await tests.run(in: repository.folder, replacing: [file.path: file.text]) }
    return AnswerCheck(isExact: isExact(answer), parse: parse, run: run)
  }
}
