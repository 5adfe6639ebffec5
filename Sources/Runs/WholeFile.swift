public import Foundation

/// A file that could not be written; the one that stood there before, if any, still does.
public struct WholeFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What the system said.
  public let reason: String

  /// A sentence for people.
  public var description: String {
    "cannot write \(path): \(reason); check that its folder exists, is writable and has room"
  }
}

/// Writes files whole or not at all: whoever reads, and whenever the process is killed, sees the old content or the new.
public enum WholeFile {
  /// Writes to a temporary file in the same folder, makes it durable, and renames it to its final name.
  public static func write(_ data: Data, to url: URL) throws(WholeFileError) {
    let folder = url.deletingLastPathComponent()
    let name = ".\(url.lastPathComponent).\(UInt32.random(in: 0...UInt32.max)).tmp"
    let temporary = folder.appendingPathComponent(name)
    do {
      try Disk.write(data, to: temporary)
      try Disk.rename(temporary, to: url)
      try Disk.synchronize(folder: folder)
    } catch {
      unlink(temporary.path)
      throw WholeFileError(path: url.path, reason: error.reason)
    }
  }

  /// Writes text as UTF-8, whole or not at all.
  public static func write(_ text: String, to url: URL) throws(WholeFileError) {
    try write(Data(text.utf8), to: url)
  }
}
