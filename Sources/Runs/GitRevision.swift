public import Foundation

/// The commit that a working directory is at.
public struct GitRevision: Hashable, Sendable, CustomStringConvertible {
  /// The full name of the commit.
  public let commit: String
  /// Whether a tracked file differs from the commit.
  public let isDirty: Bool

  /// The commit, with "-dirty" appended if the working directory differs from it.
  public var description: String { isDirty ? "\(commit)-dirty" : commit }

  /// Creates a revision.
  public init(commit: String, isDirty: Bool) {
    self.commit = commit
    self.isDirty = isDirty
  }

  /// Returns the revision of the working directory that contains `folder`, or `nil` if there is no git, no repository
  /// or no commit.
  public static func current(in folder: URL) -> GitRevision? {
    guard let commit = git(["rev-parse", "HEAD"], in: folder), !commit.isEmpty else { return nil }
    let changes = git(["status", "--porcelain", "--untracked-files=no"], in: folder)
    return GitRevision(commit: commit, isDirty: changes != "")
  }

  private static func git(_ arguments: [String], in folder: URL) -> String? {
    guard Disk.isFolder(folder) else { return nil }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
