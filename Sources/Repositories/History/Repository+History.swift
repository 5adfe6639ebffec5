public import Foundation

extension Repository {
  /// Returns the small commits of the repository's history, the newest first; none where the folder is no work tree.
  ///
  /// A commit counts if it has one parent, touches few files and lines, and each file is of a language with definitions,
  /// or prose. Its hunks are those git writes against the parent.
  public func history(limits: HistoryLimits = HistoryLimits()) async -> [Commit] {
    guard isWorkTree else { return [] }
    let git = Git(folder)
    // One record a commit: a separator that no message holds, fields by unit separators, then the counts of lines.
    let listing = await git.answer([
      "log", "--no-merges", "--max-count=\(limits.commits)", "--numstat", "--relative", "--no-renames",
      "--format=%x1e%H%x1f%P%x1f%ct%x1f%B%x1f",
    ])
    guard let listing else { return [] }
    var commits: [Commit] = []
    for record in String(decoding: listing, as: UTF8.self).split(separator: "\u{1E}") {
      let fields = record.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      guard fields.count == 5, let time = Int(fields[2]), fields[1].split(separator: " ").count == 1 else { continue }
      let rows = fields[4].split(separator: "\n").map { $0.split(separator: "\t", maxSplits: 2) }.filter {
        $0.count == 3
      }
      let changed = rows.reduce(0) { $0 + (Int($1[0]) ?? limits.changedLines + 1) + (Int($1[1]) ?? 0) }
      guard !rows.isEmpty, rows.count <= limits.files, changed <= limits.changedLines,
        rows.allSatisfy({ SourceLanguage.of(path: String($0[2])) != .settings })
      else { continue }
      let diff = await git.answer(
        [
          "show", "--format=", "--relative", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames",
          "--unified=\(limits.contextLines)", String(fields[0]),
        ], limit: 1 << 20)
      guard let diff, let text = String(validating: diff, as: UTF8.self) else { continue }
      // A file that is new or gone has no place that was mended.
      let hunks = DiffParser.hunks(text).filter { !$0.before.isEmpty }
      guard !hunks.isEmpty else { continue }
      let message = fields[3].trimmingCharacters(in: .whitespacesAndNewlines)
      commits.append(Commit(id: String(fields[0]), time: time, message: message, hunks: hunks))
    }
    return commits
  }

  /// Writes the tracked files of a commit into a new folder, so that it can be read as a repository: an old state to adapt
  /// on, or the parent of a fix.
  /// - Throws: `RepositoryError` if there is no such commit.
  public func checkOut(_ commit: String, to target: URL) async throws(RepositoryError) {
    do {
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    } catch {
      throw RepositoryError(path: target.path, reason: "no folder can be made there: \(error.localizedDescription)")
    }
    // A revision that begins like an option is none.
    guard !commit.hasPrefix("-"),
      let archive = await Git(folder).answer(["archive", "--format=tar", commit], limit: 1 << 30)
    else {
      throw RepositoryError(path: folder.path, reason: "git knows no commit \(commit); name one that `git log` shows")
    }
    let file = target.appending(path: ".archive-\(UUID().uuidString).tar")
    defer { try? FileManager.default.removeItem(at: file) }
    do {
      try archive.write(to: file)
    } catch {
      throw RepositoryError(path: target.path, reason: "it cannot be written: \(error.localizedDescription)")
    }
    let answer = await ChildProcess.answer("tar", ["-xf", file.path, "-C", target.path])
    guard answer?.status == 0 else {
      throw RepositoryError(
        path: target.path, reason: "tar cannot unpack \(commit): \(answer?.error ?? "it is not installed")")
    }
  }
}
