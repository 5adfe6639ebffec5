internal import Foundation
internal import Runs

/// What a server acknowledged, in order, in a file that only grows, so that a new process knows what the killed one knew.
///
/// A last entry that is cut short was never acknowledged, and is taken off. Bodies stay in the file; a place says where one is. Once in
/// a while the file is rewritten without what nobody needs any more: see `JournalRewriting`.
final class Journal {
  /// The place of a body in the file.
  struct Place: Hashable, Sendable {
    let offset: Int64
    let length: Int
    /// The place of nothing.
    static let none = Place(0, 0)

    /// Creates a place; that of no bytes is nowhere.
    init(_ offset: Int64, _ length: Int) { (self.offset, self.length) = (length > 0 ? offset : 0, length) }
  }

  private var file: JournalFile
  private(set) var bytes: Int64

  /// Opens a journal, or begins one, and tells its entries in order.
  /// - Throws: `ServiceError` if it cannot be read or an entry before the last is damaged.
  init(at url: URL, _ each: (_ json: Data, _ body: Place) throws -> Void) throws {
    file = try JournalFile(url)
    bytes = try file.entries(each)
    try file.cut(to: bytes)
  }

  deinit { file.close() }

  /// Adds an entry, whole or not at all, and returns where its body is.
  /// - Throws: `ServiceError` if the disk is full or gone.
  func append(_ json: Data, body: Data = Data()) throws(ServiceError) -> Place {
    let (place, end) = try file.write(json, body: body, at: bytes)
    bytes = end
    return place
  }

  /// Returns a body.
  func body(_ place: Place) throws(ServiceError) -> Data {
    place.length > 0 ? try file.read(at: place.offset, place.length) : Data()
  }

  /// Begins to rewrite the file as it is now.
  func rewriting() throws(ServiceError) -> JournalRewriting { try JournalRewriting(of: file, upTo: bytes) }

  /// Puts what was rewritten in the file's place, with the entries that came meanwhile.
  /// - Throws: `ServiceError` if it cannot be; then the file is as it was.
  func take(_ rewriting: inout JournalRewriting) throws(ServiceError) {
    try rewriting.copy(upTo: bytes)
    do {
      try WholeFile.replace(file.url, with: rewriting.new.url)
    } catch {
      throw ServiceError(503, error.description)
    }
    file.close()
    (file, bytes) = (rewriting.new.named(file.url), rewriting.bytes)
  }
}
