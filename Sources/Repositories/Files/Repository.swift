public import Foundation

/// The text files of a folder, as a language model may learn them and be asked of them.
///
/// Of a git work tree, the tracked files; of any other folder, all files outside hidden, build, and vendored folders.
/// What is not read is counted, with its reason.
public struct Repository: Sendable {
  /// The folder.
  public let folder: URL
  /// The files that are read, by path.
  public let files: [SourceFile]
  /// The files that are not read, by path.
  public let setAside: [SetAside]
  /// Whether the files are those that git tracks.
  public let isWorkTree: Bool

  /// The name of the folder.
  public var name: String { folder.lastPathComponent }

  /// The number of files of each language, by name.
  public var languages: [String: Int] {
    Dictionary(files.map { ($0.language.name, 1) }, uniquingKeysWith: +)
  }

  /// The number of files set aside for each reason.
  public var reasons: [SetAside.Reason: Int] {
    Dictionary(setAside.map { ($0.reason, 1) }, uniquingKeysWith: +)
  }

  /// Reads a folder.
  /// - Throws: `RepositoryError` for what is no folder, cannot be listed, or holds no text.
  public init(at folder: URL, limits: FileLimits = FileLimits()) async throws(RepositoryError) {
    // Paths below are relative to it, so that a trailing slash or a link must not matter.
    let folder = folder.standardizedFileURL.resolvingSymlinksInPath()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw RepositoryError(path: folder.path, reason: "there is no such folder; name the folder of a repository")
    }
    let tracked = try await Git(folder).trackedFiles()
    let paths = if let tracked { tracked } else { try Self.walk(folder) }
    (self.folder, isWorkTree) = (folder, tracked != nil)
    (files, setAside) = Self.read(paths, in: folder, limits: limits)
    guard !files.isEmpty else {
      throw RepositoryError(
        path: folder.path,
        reason: "none of its \(paths.count) files is text within the limits (\(limits)); name another folder")
    }
  }

  /// Creates a repository of texts that are in memory.
  ///
  /// `folder` names it; nothing there is read.
  public init(folder: URL, files: [SourceFile]) {
    (self.folder, isWorkTree, setAside) = (folder, false, [])
    self.files = files.sorted { $0.path < $1.path }
  }

  /// The file of a path, or `nil` if there is none.
  public subscript(path: String) -> SourceFile? {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].path == path ? files[low] : nil
  }

  /// Returns the same files with other texts: `nil` leaves a file out.
  func mapTexts(_ transform: (SourceFile) -> String?) -> Repository {
    Repository(
      folder: folder,
      files: files.compactMap { file in
        transform(file).map { SourceFile(path: file.path, language: file.language, text: $0) }
      })
  }
}
