internal import Foundation

/// A file that a client sent, or that a job wrote, apart from its content.
struct FileObject: Codable, Hashable, Sendable {
  /// The name by which it is asked for.
  var id: String
  /// Whose it is.
  var owner: String
  /// Its size.
  var bytes: Int
  /// The time of its making, in seconds since 1970.
  var created: Int
  /// The time after which it is gone, or `nil` if it stays.
  var expires: Int?
  /// The name that the client gave.
  var filename: String
  /// What it is for.
  var purpose: String
  /// Its place in the order of files, which tells those of one second apart.
  var number: Int

  /// The file as it travels. It was examined before it was taken, so there is nothing to wait for.
  var tree: JSONTree {
    [
      "id": .string(id), "object": "file", "bytes": .integer(bytes), "created_at": .integer(created),
      "expires_at": JSONTree(expires), "filename": .string(filename), "purpose": .string(purpose),
      "status": "processed", "status_details": nil,
    ]
  }
}
