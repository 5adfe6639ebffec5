internal import Foundation

/// A file as a client sends it: its content in a file of its own while it comes, and what is said of it.
final class FileUpload {
  /// The fields of a form that are read besides the file, and the most bytes of one.
  private static let fields: Set = ["purpose", "expires_after[anchor]", "expires_after[seconds]"]
  private static let fieldLimit = 1024
  private static let purposes = ["fine-tune", "batch", "assistants", "vision", "user_data", "evals"]

  /// Where the content lies until it is kept.
  let content: URL
  private(set) var bytes = 0
  private var filename: String?
  private var texts: [String: [UInt8]] = [:]
  private var reader: MultipartReader
  private let handle: FileHandle
  /// What the part that is read is: the file's, a field's, or nobody's.
  private var part = ""

  /// Begins to take a form, whose file is written to a place.
  init(contentType: String?, to content: URL) throws {
    reader = try MultipartReader(contentType: contentType)
    guard FileManager.default.createFile(atPath: content.path, contents: nil) else {
      throw OpenAIError(
        status: 503, message: "\(content.path) cannot be written: free some space", type: "server_error")
    }
    (self.content, handle) = (content, try FileHandle(forWritingTo: content))
  }

  deinit {
    // What is kept has another name by then; of the rest nothing stays, or it is removed at the next start.
    try? handle.close()
    try? FileManager.default.removeItem(at: content)
  }

  /// Takes some more of the body.
  func read(_ more: some Sequence<UInt8>) throws {
    try reader.read(more) { event in
      switch event {
      case .part(let head):
        let isFile = head.name == "file" && filename == nil && head.filename != nil
        part = isFile || Self.fields.contains(head.name) && texts[head.name] == nil ? head.name : ""
        if isFile { filename = head.filename } else if !part.isEmpty { texts[part] = [] }
      case .bytes(let own):
        if part == "file" {
          try handle.write(contentsOf: own)
          bytes += own.count
        } else if !part.isEmpty {
          texts[part, default: []] += own
          guard texts[part, default: []].count <= Self.fieldLimit else {
            throw OpenAIError.invalid(part, "\(part): it has more than \(Self.fieldLimit) bytes")
          }
        }
      case .end: part = ""
      }
    }
  }

  /// What is said of the file.
  struct Description: Sendable {
    let filename: String
    let purpose: String
    /// The seconds after which it is gone, or `nil` if it stays.
    let lifetime: Int?
  }

  /// Ends the form. A file to learn from is read to its end, and refused with the line that is wrong.
  func finish() throws -> Description {
    try reader.finish()
    guard let filename else {
      throw OpenAIError.invalid("file", "file: a part of this name with a filename is expected")
    }
    guard let purpose = text("purpose"), Self.purposes.contains(purpose) else {
      throw OpenAIError.invalid("purpose", "purpose: one of \(Self.purposes.joined(separator: ", ")) is expected")
    }
    let lifetime = try lifetime()
    if purpose == "fine-tune" { try TrainingFile.check(content) }
    return Description(filename: filename, purpose: purpose, lifetime: lifetime)
  }

  private func text(_ name: String) -> String? {
    texts[name].flatMap { String(validating: $0, as: UTF8.self) }
  }

  private func lifetime() throws(OpenAIError) -> Int? {
    let (anchor, seconds) = (text("expires_after[anchor]"), text("expires_after[seconds]"))
    guard anchor != nil || seconds != nil else { return nil }
    guard anchor == "created_at", let lifetime = seconds.flatMap({ Int($0) }), (3600...2_592_000).contains(lifetime)
    else {
      throw .invalid(
        "expires_after", "expires_after: the anchor created_at and from 3600 to 2592000 seconds are expected")
    }
    return lifetime
  }
}
