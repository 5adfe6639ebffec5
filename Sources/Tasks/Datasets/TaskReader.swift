import Foundation
import JSON

/// A reader of the bytes and values of one file; each error names the file and the place in it.
struct TaskReader {
  /// The largest size of a file, that of a thousand tasks of the largest grids.
  static let sizeLimit = 64 << 20
  let file: String

  /// The file's name without its extension.
  var stem: String { URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent }
  /// The name of the folder that holds it.
  var folder: String { URL(fileURLWithPath: file).deletingLastPathComponent().lastPathComponent }

  func error(_ place: String, _ problem: String, _ remedy: String) -> TaskFileError {
    TaskFileError(file: file, place: place, problem: problem, remedy: remedy)
  }

  /// Returns the file's bytes, which are UTF-8 and not only space.
  func bytes() throws(TaskFileError) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
      throw error("whole file", "it does not exist", "check the path")
    }
    guard !isDirectory.boolValue else {
      throw error("whole file", "it is a directory", "give a file, or load the directory as one")
    }
    // Checked before reading, so that no pipe can block and no huge file fill the memory.
    let attributes = try? FileManager.default.attributesOfItem(atPath: (file as NSString).resolvingSymlinksInPath)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw error("whole file", "it is no regular file", "give a file that is stored on disk")
    }
    if let size = attributes?[.size] as? NSNumber, size.intValue > Self.sizeLimit { throw tooLarge(size.intValue) }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw self.error("whole file", "it cannot be read: \(error.localizedDescription)", "check its permissions")
    }
    return try check([UInt8](data))
  }

  /// Returns the bytes, if they are UTF-8, not too many, and not only space.
  func check(_ bytes: [UInt8]) throws(TaskFileError) -> [UInt8] {
    guard bytes.count <= Self.sizeLimit else { throw tooLarge(bytes.count) }
    guard bytes.contains(where: { $0 > 0x20 }) else {
      throw error("whole file", "it is empty", "write a task into it, or remove it")
    }
    if let place = JSONText(bytes).invalidPlace {
      throw error("line \(place.line)", "a byte there is not UTF-8 text", "save the file as UTF-8")
    }
    return bytes
  }

  /// Returns the JSON value of a text that starts at a line.
  func parse(_ bytes: [UInt8], line: Int = 1) throws(TaskFileError) -> JSONValue {
    do throws(JSONFault) { return try JSONValue(bytes, line: line) } catch {
      throw self.error("\(error.place)", error.problem, error.remedy)
    }
  }

  /// Returns a value's place as its path from the top and its line and column.
  func place(_ path: String, _ value: JSONValue) -> String {
    "\(path) (\(value.place))"
  }

  /// Checks that a value is an object.
  func checkObject(_ value: JSONValue, at path: String, keys: String) throws(TaskFileError) {
    guard value.members == nil else { return }
    throw error(place(path, value), "\(value.name) instead of an object", "write {\(keys)}")
  }

  func array(_ value: JSONValue, at path: String, of items: String) throws(TaskFileError) -> [JSONValue] {
    guard let values = value.items else {
      throw error(place(path, value), "\(value.name) instead of a list", "write a list of \(items)")
    }
    return values
  }

  /// Returns a symbol, which some programs write as 3.0.
  func symbol(_ value: JSONValue, at path: String) throws(TaskFileError) -> UInt8 {
    guard case .number(let text) = value.kind else {
      throw error(place(path, value), "\(value.name) instead of a symbol", "write an integer 0...9")
    }
    if let symbol = UInt8(text), symbol <= 9 { return symbol }
    guard let number = Double(text), number == number.rounded() else {
      throw error(place(path, value), "\(excerpt(text)) is no integer", "write an integer 0...9")
    }
    guard (0...9).contains(number) else {
      throw error(place(path, value), "the symbol \(excerpt(text)) is outside 0...9", "write an integer 0...9")
    }
    return UInt8(number)
  }

  private func tooLarge(_ size: Int) -> TaskFileError {
    error("whole file", "it has \(size) bytes", "a task file has \(Self.sizeLimit) at most; split it")
  }
}

extension JSONValue {
  /// Whether the value is empty: null, [] or [[]].
  var isBlank: Bool {
    if case .null = kind { true } else { items.map { $0.isEmpty || $0.count == 1 && $0[0].isBlank } ?? false }
  }
}
