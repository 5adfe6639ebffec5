#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A reader of a body of `multipart/form-data` as its bytes come, which holds no more of them than the head of a part or a boundary.
///
/// Read strictly: lines end with CRLF, every part has a name, and the closing boundary is there. A body that is cut off is refused
/// rather than taken for a shorter file.
/// - Source: RFC 2046, section 5.1.1; RFC 7578.
struct MultipartReader: Sendable {
  /// What was read.
  enum Event: Sendable {
    /// A part begins.
    case part(MultipartHead)
    /// Some more bytes of the part.
    case bytes(ArraySlice<UInt8>)
    /// The part is whole.
    case end
  }

  private enum State {
    case preamble
    /// After a boundary, before the end of its line.
    case boundary
    case head
    case body
    /// After the closing boundary: what follows is not read.
    case closed
  }

  /// The most parts of a form, and the most bytes of the head of one.
  private static let limits = (parts: 64, head: 8192)

  private let delimiter: [UInt8]
  private var state = State.preamble
  private var parts = 0
  /// The bytes that say nothing yet. The first boundary may be the body's first line, as if a line end were before it.
  private var held: [UInt8] = [0x0D, 0x0A]

  /// Creates a reader of what a content type says.
  /// - Throws: `OpenAIError` for a type that is none of a form.
  init(contentType: String?) throws(OpenAIError) {
    delimiter = Array("\r\n--\(try MultipartHead.boundary(in: contentType ?? ""))".utf8)
  }

  /// Takes more bytes and tells what they say.
  /// - Throws: `OpenAIError` for what is no form, and what `tell` throws.
  mutating func read(_ bytes: some Sequence<UInt8>, _ tell: (Event) throws -> Void) throws {
    held += bytes
    var place = 0
    while try step(&place, tell) {}
    held.removeFirst(place)
  }

  /// Ends the body.
  /// - Throws: `OpenAIError` if it is cut off.
  func finish() throws(OpenAIError) {
    guard case .closed = state else {
      throw MultipartHead.fault("the closing boundary is missing, as of a body that is cut off")
    }
  }

  /// Reads on from a place in what is held, and returns whether there may be more to read.
  private mutating func step(_ place: inout Int, _ tell: (Event) throws -> Void) throws -> Bool {
    switch state {
    case .preamble, .body:
      let found = held.place(of: delimiter, from: place)
      let end = found ?? max(place, held.count - delimiter.count + 1)
      if case .body = state {
        if end > place { try tell(.bytes(held[place..<end])) }
        if found != nil { try tell(.end) }
      }
      place = end
      guard found != nil else { return false }
      (place, state) = (end + delimiter.count, .boundary)
    case .boundary:
      while place < held.count, held[place] == 0x20 || held[place] == 0x09 { place += 1 }
      guard held.count - place >= 2 else { return false }
      if held[place...].starts(with: "--".utf8) {
        state = .closed
        return true
      }
      guard held[place...].starts(with: "\r\n".utf8) else {
        throw MultipartHead.fault("a boundary is not alone on its line")
      }
      parts += 1
      guard parts <= Self.limits.parts else {
        throw MultipartHead.fault("it has more than \(Self.limits.parts) parts")
      }
      state = .head
    case .head:
      let rest = held[place...].prefix(Self.limits.head)
      guard let end = held.place(of: Array("\r\n\r\n".utf8), from: place), end + 4 - place <= Self.limits.head else {
        guard rest.count < Self.limits.head else {
          throw MultipartHead.fault("the head of a part is longer than \(Self.limits.head) bytes")
        }
        return false
      }
      // The empty line ends the head; a boundary in its place or before it does not.
      guard held.count >= end + 2 + delimiter.count else { return false }
      if let other = held.place(of: delimiter, from: place), other <= end + 2 {
        throw MultipartHead.fault("the head of a part has no end")
      }
      try tell(.part(try MultipartHead(held[place..<end])))
      (place, state) = (end + 4, .body)
    case .closed:
      place = held.count
      return false
    }
    return true
  }
}

extension [UInt8] {
  /// Returns where these bytes are next, or `nil` if they are not there.
  fileprivate func place(of part: [UInt8], from start: Int) -> Int? {
    withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return nil }
      var place = start
      while place + part.count <= all.count {
        guard let found = memchr(base + place, Int32(part[0]), all.count - part.count - place + 1) else { return nil }
        place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        if memcmp(base + place, part, part.count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }
}
