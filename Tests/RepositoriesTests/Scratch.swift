import Foundation

@testable import Repositories

/// A folder that a test fills, and programs it needs.
struct Scratch {
  let folder: URL

  /// Creates a folder with files.
  init(_ files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "repositories-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (path, text) in files { try write(text, to: path) }
  }

  func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  func write(_ data: Data, to path: String) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Asks git, with an author and a time of the test's own.
  @discardableResult
  func git(_ arguments: String..., day: Int = 1) async throws -> String {
    let date = "2024-01-\(day < 10 ? "0" : "")\(day)T12:00:00Z"
    let answer = await ChildProcess.answer(
      "git", ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"] + arguments, in: folder,
      environment: ["GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date])
    guard let answer, answer.status == 0 else {
      throw RepositoryError(path: folder.path, reason: "git \(arguments): \(answer?.error ?? "did not start")")
    }
    return String(decoding: answer.output, as: UTF8.self)
  }

  /// Commits everything.
  func commit(_ message: String, day: Int) async throws {
    try await git("add", "-A")
    try await git("commit", "-q", "-m", message, day: day)
  }

  static let hasGit = Git.isInstalled
  static let hasPython = ChildProcess.path(of: "python3") != nil
  static let hasCtags = ChildProcess.path(of: "ctags") != nil

  /// The folder of Python's own library, or `nil` if there is no Python.
  static func pythonLibrary() async -> URL? {
    let answer = await ChildProcess.answer("python3", ["-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"])
    guard let answer, answer.status == 0 else { return nil }
    let path = String(decoding: answer.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return URL(fileURLWithPath: path)
  }
}
