import Foundation
import Runs
import Testing

@Suite(.timeLimit(.minutes(2))) struct GitRevisionTests {
  @Test func outsideOfARepositoryThereIsNone() async throws {
    try await withTemporaryFolder { folder in
      #expect(GitRevision.current(in: folder) == nil)
      #expect(GitRevision.current(in: folder.appendingPathComponent("nowhere")) == nil)
    }
  }

  @Test func aChangedFileMakesItDirty() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file")
      try WholeFile.write("one", to: file)
      guard git(["init", "-q"], in: folder) else { return }
      #expect(GitRevision.current(in: folder) == nil, "a repository without a commit has no revision")
      #expect(git(["add", "file"], in: folder))
      #expect(git(["-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-qm", "one"], in: folder))
      let clean = try #require(GitRevision.current(in: folder))
      #expect(clean.commit.count == 40 && !clean.isDirty && clean.description == clean.commit)
      try WholeFile.write("two", to: file)
      let dirty = try #require(GitRevision.current(in: folder))
      #expect(dirty.isDirty && dirty.description == "\(clean.commit)-dirty")
    }
  }

  private func git(_ arguments: [String], in folder: URL) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder.path] + arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
