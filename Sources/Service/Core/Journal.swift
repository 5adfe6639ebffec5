internal import Foundation
internal import Runs
internal import SystemPackage

/// A file that only grows: what a server acknowledged, in order, so that a new process knows what the killed one knew.
///
/// An entry is the length of its JSON and of its body (8 bytes each, little-endian), their checksum, the JSON, and the body. A last entry
/// that is cut short was never acknowledged, and is taken off. Bodies stay in the file; a place says where one is.
final class Journal {
  /// The place of a body in the file.
  struct Place: Hashable, Sendable {
    let offset: Int64
    let length: Int
    /// The place of nothing.
    static let none = Place(offset: 0, length: 0)
  }

  private static let header = 24
  private let file: FileDescriptor
  private let url: URL
  private(set) var bytes: Int64

  /// Opens a journal, or begins one, and tells its entries in order.
  /// - Throws: `ServiceError` if it cannot be read or an entry before the last is damaged.
  init(at url: URL, _ each: (_ json: Data, _ body: Place) throws -> Void) throws {
    self.url = url
    do {
      file = try FileDescriptor.open(
        FilePath(url.path), .readWrite, options: [.create, .closeOnExec],
        permissions: [.ownerRead, .ownerWrite])
    } catch {
      throw ServiceError(503, "\(url.path) cannot be opened: \(error); give a folder that can be written")
    }
    bytes = 0
    let length = try file.seek(offset: 0, from: .end)
    var offset: Int64 = 0
    while length - offset >= Self.header {
      let head = try Self.read(file, at: offset, Self.header)
      let (json, body) = (EngineFrame.number(head.prefix(8)), EngineFrame.number(head.dropFirst(8).prefix(8)))
      let end = offset + Int64(Self.header) + Int64(json) + Int64(body)
      guard json >= 0, body >= 0, json < 1 << 32, body < 1 << 32, end <= length else { break }
      let content = try Self.read(file, at: offset + Int64(Self.header), json + body)
      guard Checksum.of(content) == UInt64(truncatingIfNeeded: EngineFrame.number(head.suffix(8))) else {
        guard end == length else {
          throw ServiceError(503, "\(url.path) is damaged at byte \(offset); restore it, or begin with another folder")
        }
        break
      }
      try each(content.prefix(json), Place(offset: offset + Int64(Self.header + json), length: body))
      offset = end
    }
    if offset < length { try file.resize(to: offset) }
    bytes = offset
  }

  deinit {
    // Nothing is buffered here, so a close that fails loses nothing.
    try? file.close()
  }

  /// Adds an entry, whole or not at all, and returns where its body is.
  /// - Throws: `ServiceError` if the disk is full or gone.
  func append(_ json: Data, body: Data = Data()) throws(ServiceError) -> Place {
    var entry = Data(capacity: Self.header + json.count + body.count)
    func number(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { entry.append(contentsOf: $0) } }
    let content = json + body
    number(UInt64(json.count))
    number(UInt64(body.count))
    number(Checksum.of(content))
    entry.append(content)
    do {
      try file.writeAll(toAbsoluteOffset: bytes, entry)
    } catch {
      // What is left of the entry is taken off; if that fails too, the next entry overwrites it.
      try? file.resize(to: bytes)
      throw ServiceError(503, "nothing can be stored in \(url.path): \(error); free some space, then send it again")
    }
    let place = Place(offset: bytes + Int64(Self.header + json.count), length: body.count)
    bytes += Int64(entry.count)
    return place
  }

  /// Returns a body.
  func body(_ place: Place) throws(ServiceError) -> Data {
    guard place.length > 0 else { return Data() }
    do {
      return try Self.read(file, at: place.offset, place.length)
    } catch {
      throw ServiceError(503, "\(url.path) cannot be read: \(error)")
    }
  }

  private static func read(_ file: FileDescriptor, at offset: Int64, _ count: Int) throws -> Data {
    var data = Data(count: count)
    var done = 0
    while done < count {
      let got = try data.withUnsafeMutableBytes { buffer in
        try file.read(
          fromAbsoluteOffset: offset + Int64(done), into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      }
      guard got > 0 else { throw ServiceError(503, "it ends before byte \(offset + Int64(count))") }
      done += got
    }
    return data
  }
}

extension FileDescriptor {
  fileprivate func writeAll(toAbsoluteOffset offset: Int64, _ data: Data) throws {
    try data.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        done += try write(
          toAbsoluteOffset: offset + Int64(done), UnsafeRawBufferPointer(rebasing: buffer[done...]))
      }
    }
  }
}
