public import Foundation

/// A file that could not be written; the one that was there before, if any, is unchanged.
public struct WholeFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the file.
  public let path: String
  /// The system's message.
  public let reason: String

  /// The problem, in a sentence.
  public var description: String {
    "cannot write \(path): \(reason); check that its folder exists, is writable and has room"
  }
}

/// Atomic writes of files: whoever reads, and whenever the process is killed, sees the old contents or the new.
public enum WholeFile {
  /// Writes data to a temporary file in the same folder, makes it durable, and renames it to its final name.
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

  /// Makes a file that was written beside another durable, and renames it to the other's name.
  public static func replace(_ url: URL, with written: URL) throws(WholeFileError) {
    do {
      try Disk.synchronize(written)
      try Disk.rename(written, to: url)
      try Disk.synchronize(folder: url.deletingLastPathComponent())
    } catch {
      throw WholeFileError(path: url.path, reason: error.reason)
    }
  }

  /// Writes text as UTF-8, atomically.
  public static func write(_ text: String, to url: URL) throws(WholeFileError) {
    try write(Data(text.utf8), to: url)
  }
}
