internal import Foundation
internal import Runs
internal import SystemPackage

/// The entries of a journal in an open file.
///
/// An entry is the length of its JSON and of its body (8 bytes each, little-endian), their checksum, the JSON, and the body.
struct JournalFile: Sendable {
  static let header = 24
  let url: URL
  let descriptor: FileDescriptor

  private init(_ url: URL, _ descriptor: FileDescriptor) { (self.url, self.descriptor) = (url, descriptor) }

  /// Opens a file, which is made if it is not there, or emptied if that is asked.
  init(_ url: URL, emptied: Bool = false) throws(ServiceError) {
    self.url = url
    do {
      descriptor = try FileDescriptor.open(
        FilePath(url.path), .readWrite,
        options: emptied ? [.create, .closeOnExec, .truncate] : [.create, .closeOnExec],
        permissions: [.ownerRead, .ownerWrite])
    } catch {
      throw ServiceError(503, "\(url.path) cannot be opened: \(error); give a folder that can be written")
    }
  }

  /// Tells the entries in order and returns where they end: a last one that is cut short is not told.
  /// - Throws: `ServiceError` if the file cannot be read or an entry before the last is damaged.
  func entries(_ each: (_ json: Data, _ body: Journal.Place) throws -> Void) throws -> Int64 {
    let length = try descriptor.seek(offset: 0, from: .end)
    var offset: Int64 = 0
    while length - offset >= Self.header {
      let head = try read(at: offset, Self.header)
      let (json, body) = (EngineFrame.number(head.prefix(8)), EngineFrame.number(head.dropFirst(8).prefix(8)))
      guard json >= 0, body >= 0, json < 1 << 32, body < 1 << 32 else { break }
      let end = offset + Int64(Self.header) + Int64(json) + Int64(body)
      guard end <= length else { break }
      let content = try read(at: offset + Int64(Self.header), json + body)
      guard Checksum.of(content) == UInt64(truncatingIfNeeded: EngineFrame.number(head.suffix(8))) else {
        guard end == length else {
          throw ServiceError(503, "\(url.path) is damaged at byte \(offset); restore it, or begin with another folder")
        }
        break
      }
      try each(content.prefix(json), Journal.Place(offset + Int64(Self.header + json), body))
      offset = end
    }
    return offset
  }

  /// Writes an entry and returns where its body is, and where the entry ends.
  /// - Throws: `ServiceError` if the disk is full or gone; what is left of the entry was taken off then, or the next overwrites it.
  func write(_ json: Data, body: Data, at offset: Int64) throws(ServiceError) -> (place: Journal.Place, end: Int64) {
    var entry = Data(capacity: Self.header + json.count + body.count)
    func number(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { entry.append(contentsOf: $0) } }
    let content = json + body
    number(UInt64(json.count))
    number(UInt64(body.count))
    number(Checksum.of(content))
    entry.append(content)
    try write(entry, at: offset)
    return (Journal.Place(offset + Int64(Self.header + json.count), body.count), offset + Int64(entry.count))
  }

  /// Writes bytes.
  func write(_ bytes: Data, at offset: Int64) throws(ServiceError) {
    do {
      try bytes.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
          done += try descriptor.write(
            toAbsoluteOffset: offset + Int64(done), UnsafeRawBufferPointer(rebasing: buffer[done...]))
        }
      }
    } catch {
      // If this fails too, the next entry overwrites what is left.
      try? descriptor.resize(to: offset)
      throw ServiceError(503, "nothing can be stored in \(url.path): \(error); free some space, then send it again")
    }
  }

  /// Returns so many bytes.
  func read(at offset: Int64, _ count: Int) throws(ServiceError) -> Data {
    var data = Data(count: count)
    var done = 0
    do {
      while done < count {
        let got = try data.withUnsafeMutableBytes { buffer in
          try descriptor.read(
            fromAbsoluteOffset: offset + Int64(done), into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
        }
        guard got > 0 else { throw ServiceError(503, "it ends before byte \(offset + Int64(count))") }
        done += got
      }
    } catch {
      throw ServiceError(503, "\(url.path) cannot be read: \(error)")
    }
    return data
  }

  /// Takes off what follows a place.
  func cut(to end: Int64) throws {
    if try descriptor.seek(offset: 0, from: .end) > end { try descriptor.resize(to: end) }
  }

  /// Waits until what was written is on the disk.
  func synchronize() throws {
    try FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false).synchronize()
  }

  /// Returns the open file under the name that it has by now.
  func named(_ url: URL) -> JournalFile { JournalFile(url, descriptor) }

  /// Closes the file. Nothing is buffered here, so a close that fails loses nothing.
  func close() { try? descriptor.close() }
}
