import Foundation

/// The standard input of a command that is given "-" for a file.
enum StandardInput {
  /// The name in messages.
  static let name = "standard input"

  /// Reads everything up to its end.
  static func read() throws -> Data {
    do {
      return try FileHandle.standardInput.readToEnd() ?? Data()
    } catch {
      throw BadInputError("standard input cannot be read; pipe a file into it, or name one instead of -")
    }
  }
}
