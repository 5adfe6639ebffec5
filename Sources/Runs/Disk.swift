import Foundation

/// The system calls that durability needs, with errors that keep the system's message.
enum Disk {
  struct Failure: Error {
    let reason: String

    init(_ code: Int32 = errno) {
      reason = String(cString: strerror(code))
    }
  }

  /// Writes a file and waits until it is on the disk.
  static func write(_ data: Data, to url: URL) throws(Failure) {
    let file = open(url.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Failure() }
    defer { close(file) }
    let code = data.withUnsafeBytes { writeAll($0, to: file) }
    guard code == 0 else { throw Failure(code) }
    guard fsync(file) == 0 else { throw Failure() }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Darwin)
        let count = Darwin.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #else
        let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      #endif
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : EIO }
      rest = rest.dropFirst(count)
    }
    return 0
  }

  /// Renames a file or a folder, replacing a file that has the new name.
  static func rename(_ old: URL, to new: URL) throws(Failure) {
    #if canImport(Darwin)
      let code = Darwin.rename(old.path, new.path)
    #else
      let code = Glibc.rename(old.path, new.path)
    #endif
    guard code == 0 else { throw Failure() }
  }

  /// Waits until the names in a folder are on the disk: without it a rename can be undone by a power cut.
  static func synchronize(folder: URL) throws(Failure) { try synchronize(folder) }

  /// Waits until what was written to a file is on the disk.
  static func synchronize(_ url: URL) throws(Failure) {
    let file = open(url.path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure() }
    defer { close(file) }
    guard fsync(file) == 0 else { throw Failure() }
  }

  /// Creates a folder and those above it, if they do not exist.
  static func createFolder(_ url: URL) throws(Failure) {
    if mkdir(url.path, 0o755) == 0 { return }
    let code = errno
    if code == EEXIST, isFolder(url) { return }
    let parent = url.deletingLastPathComponent()
    guard code == ENOENT, parent.path != url.path else { throw Failure(code == EEXIST ? ENOTDIR : code) }
    try createFolder(parent)
    guard mkdir(url.path, 0o755) == 0 || (errno == EEXIST && isFolder(url)) else { throw Failure() }
    try synchronize(folder: parent)
  }

  static func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Returns the names in a folder, none if there is no such folder. One that cannot be read cannot be written either, which
  /// the next write says.
  static func names(in folder: URL) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  }

  /// Removes a file or a folder; what cannot be removed costs its space and nothing else.
  static func remove(_ url: URL) {
    try? FileManager.default.removeItem(at: url)
  }
}
