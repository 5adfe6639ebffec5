import Foundation

/// Files that a command will write at its end.
enum OutputFile {
  /// Refuses a path that cannot be written, before the work whose result it is for.
  static func check(_ path: String) throws {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
      throw BadInputError("\(path) is a folder: give the name of a file")
    }
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw BadInputError("cannot write \(path): there is no folder \(folder); make it first")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw BadInputError("cannot write \(path): the folder \(folder) is not writable; choose another")
    }
  }
}
