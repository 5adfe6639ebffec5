internal import Foundation

/// The git of the system, asked of one folder. Nothing is asked that writes, runs a hook, or starts a pager.
struct Git: Sendable {
  let folder: URL

  init(_ folder: URL) { self.folder = folder }

  static var isInstalled: Bool { ChildProcess.path(of: "git") != nil }

  /// Returns what git answers, or `nil` if it fails, is not installed, or answers more than `limit` bytes.
  func answer(_ arguments: [String], input: String = "", limit: Int = 64 << 20) async -> Data? {
    let answer = await ChildProcess.answer(
      "git",
      ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false", "--no-pager"]
        + arguments,
      in: folder, input: input,
      environment: ["GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"], limit: limit)
    return answer?.status == 0 ? answer?.output : nil
  }

  /// Returns the paths that git tracks below the folder, or `nil` if it is no work tree of git's.
  ///
  /// A folder in somebody else's work tree that tracks none of it is walked instead.
  func trackedFiles() async throws(RepositoryError) -> [String]? {
    guard let inside = await answer(["rev-parse", "--is-inside-work-tree"]), inside.starts(with: Data("true".utf8)),
      let listing = await answer(["ls-files", "-z"])
    else { return nil }
    let paths = listing.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return paths.isEmpty ? nil : paths
  }
}
