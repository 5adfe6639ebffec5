import Foundation

/// What is piped into a command that is given "-" for a file.
enum StandardInput {
  /// What messages call it.
  static let name = "standard input"

  /// Everything up to its end.
  static func read() throws -> Data {
    do {
      return try FileHandle.standardInput.readToEnd() ?? Data()
    } catch {
      throw BadInputError("standard input cannot be read; pipe a file into it, or name one instead of -")
    }
  }
}
