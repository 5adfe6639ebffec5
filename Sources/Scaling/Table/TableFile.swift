import Foundation

/// The reading of a table's file into bytes.
enum TableFile {
  static func bytes(of url: URL) throws(TableError) -> [UInt8] {
    let file = url.isFileURL ? url.path : url.absoluteString
    guard url.isFileURL else {
      throw TableError(file: file, problem: "it is not on disk", remedy: "download it and give the file's path")
    }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
      throw TableError(file: file, problem: "it does not exist", remedy: "check the path")
    }
    guard !isDirectory.boolValue else {
      throw TableError(file: file, problem: "it is a directory", remedy: "give a CSV file")
    }
    // Checked before reading, so that no pipe can block and no huge file fill the memory.
    let attributes = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw TableError(file: file, problem: "it is no regular file", remedy: "give a file that is stored on disk")
    }
    if let size = attributes?[.size] as? NSNumber, size.intValue > DataTable.sizeLimit {
      throw tooLarge(size.intValue, file: file)
    }
    do {
      return [UInt8](try Data(contentsOf: url))
    } catch {
      throw TableError(
        file: file, problem: "it cannot be read: \(error.localizedDescription)", remedy: "check its permissions")
    }
  }

  /// Throws unless the bytes are UTF-8 and not too many.
  static func check(_ bytes: [UInt8], file: String) throws(TableError) {
    guard bytes.count <= DataTable.sizeLimit else { throw tooLarge(bytes.count, file: file) }
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    // No newline is part of a longer UTF-8 sequence, so that lines can be judged one by one.
    var line = 1
    for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: text, as: UTF8.self) == nil { break }
      line += 1
    }
    throw TableError(
      file: file, line: line, problem: "a byte there is not UTF-8 text", remedy: "save the file as UTF-8")
  }

  private static func tooLarge(_ size: Int, file: String) -> TableError {
    TableError(
      file: file, problem: "it has \(size) bytes, more than \(DataTable.sizeLimit)",
      remedy: "keep only the rows and columns that are needed")
  }
}
