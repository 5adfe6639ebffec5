import Foundation

/// The checks of files that a command will write at its end.
enum OutputFile {
  /// Throws, before the work whose results they are for, if outputs cannot be written, or would replace an input or
  /// each other.
  static func check(_ outputs: [String?], inputs: [String?] = []) throws {
    var taken = inputs.compactMap(\.self).map { (identity(of: $0), "it is an input, which would be lost") }
    for path in outputs.compactMap(\.self) {
      try check(path)
      let identity = identity(of: path)
      if let (_, reason) = taken.first(where: { $0.0 == identity }) {
        throw BadInputError("cannot write \(path): \(reason); give another name")
      }
      taken.append((identity, "it is named for two results"))
    }
  }

  /// Throws if a path cannot be written.
  static func check(_ path: String) throws {
    guard !path.isEmpty else { throw BadInputError("the name of a file to write is empty; give one") }
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

  /// Returns a text that is the same for two paths of one file, by links or otherwise.
  private static func identity(of path: String) -> String {
    let url = URL(fileURLWithPath: path)
    // One that is not there yet has no numbers.
    if let facts = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path),
      let device = facts[.systemNumber], let number = facts[.systemFileNumber]
    {
      return "\(device):\(number)"
    }
    return url.deletingLastPathComponent().resolvingSymlinksInPath().appendingPathComponent(url.lastPathComponent).path
  }
}
