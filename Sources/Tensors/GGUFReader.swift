internal import Foundation

/// A reader of the header of a GGUF file, which checks every count and length against what is left of the file.
struct GGUFReader {
  /// The contents of a header.
  struct Header {
    var metadata: [String: GGUFValue]
    var entries: [String: GGUF.Entry]
    /// The offset at which the data begins.
    var start: Int
  }

  /// The deepest nesting of lists that is read.
  static let deepest = 4

  private let file: Data
  private let name: String
  private var place = 0

  init(_ file: Data, named name: String) { (self.file, self.name) = (file, name) }

  private func refuse(_ problem: String) -> GGUFError { GGUFError(file: name, problem: problem) }

  private var left: Int { file.count - place }

  mutating func header() throws(GGUFError) -> Header {
    guard left >= 24 else { throw refuse("\(file.count) bytes are too few for a GGUF header") }
    guard file.prefix(4).elementsEqual("GGUF".utf8) else { throw refuse("it does not begin with \"GGUF\"") }
    place = 4
    let version = try number(UInt32.self)
    guard version == 2 || version == 3 else { throw refuse("it is of version \(version); 2 and 3 are read") }
    // A row of the table takes at least 24 bytes, a key and its value 13.
    let tensors = try count("tensors", each: 24)
    let keys = try count("keys", each: 13)
    let metadata = try metadata(keys)
    let rows = try (0..<tensors).map { _ throws(GGUFError) in try row() }
    let alignment = try alignment(metadata)
    let (end, overflow) = place.addingReportingOverflow(alignment - 1)
    let start = end / alignment * alignment
    // A file without tensors may end right after its table.
    guard !overflow, start <= file.count || rows.isEmpty else { throw refuse("it ends before its data begins") }
    return Header(
      metadata: metadata, entries: try entries(rows, alignment, available: max(file.count - start, 0)),
      start: min(start, file.count))
  }

  private mutating func metadata(_ keys: Int) throws(GGUFError) -> [String: GGUFValue] {
    var metadata: [String: GGUFValue] = [:]
    for _ in 0..<keys {
      let key = try text("a key")
      let kind = try number(UInt32.self)
      let value = try value(kind, of: key, depth: 0)
      guard metadata.updateValue(value, forKey: key) == nil else { throw refuse("key \"\(key)\" is there twice") }
    }
    return metadata
  }

  private func alignment(_ metadata: [String: GGUFValue]) throws(GGUFError) -> Int {
    guard let value = metadata["general.alignment"] else { return 32 }
    guard let alignment = value.integer, alignment > 0, alignment <= 1 << 20, alignment & (alignment - 1) == 0 else {
      throw refuse("general.alignment must be a power of two up to 2^20")
    }
    return alignment
  }

  private mutating func value(_ kind: UInt32, of key: String, depth: Int) throws(GGUFError) -> GGUFValue {
    switch kind {
    case 0: return .unsigned(UInt64(try number(UInt8.self)))
    case 1: return .signed(Int64(try number(Int8.self)))
    case 2: return .unsigned(UInt64(try number(UInt16.self)))
    case 3: return .signed(Int64(try number(Int16.self)))
    case 4: return .unsigned(UInt64(try number(UInt32.self)))
    case 5: return .signed(Int64(try number(Int32.self)))
    case 6: return .real(Double(Float(bitPattern: try number(UInt32.self))))
    case 7:
      let byte = try number(UInt8.self)
      guard byte <= 1 else { throw refuse("key \"\(key)\" holds a truth value that is neither 0 nor 1") }
      return .truth(byte == 1)
    case 8: return .text(try text("key \"\(key)\""))
    case 9:
      guard depth < Self.deepest else { throw refuse("key \"\(key)\" nests lists more than \(Self.deepest) deep") }
      let element = try number(UInt32.self)
      guard let least = Self.leastBytes(element) else { throw refuse("key \"\(key)\" is a list of type \(element)") }
      let count = try count("values of key \"\(key)\"", each: least)
      var list: [GGUFValue] = []
      list.reserveCapacity(count)
      for _ in 0..<count { list.append(try value(element, of: key, depth: depth + 1)) }
      return .list(list)
    case 10: return .unsigned(try number(UInt64.self))
    case 11: return .signed(try number(Int64.self))
    case 12: return .real(Double(bitPattern: try number(UInt64.self)))
    default: throw refuse("key \"\(key)\" is of type \(kind), which does not exist")
    }
  }

  /// Returns the fewest bytes that a value of a type takes.
  private static func leastBytes(_ kind: UInt32) -> Int? {
    let bytes = [1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8]
    return Int(exactly: kind).flatMap { bytes.indices.contains($0) ? bytes[$0] : nil }
  }

  private mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws(GGUFError) -> Number {
    let size = MemoryLayout<Number>.size
    guard left >= size else { throw refuse("it ends at byte \(file.count), in the middle of its header") }
    defer { place += size }
    return file.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
  }

  private mutating func count(_ what: String, each least: Int) throws(GGUFError) -> Int {
    let count = try number(UInt64.self)
    guard count <= UInt64(left / least) else {
      throw refuse("it claims \(count) \(what); the \(left) bytes that are left have no room for them")
    }
    return Int(count)
  }

  private mutating func text(_ what: String) throws(GGUFError) -> String {
    let length = try count("bytes of \(what)", each: 1)
    let start = file.startIndex + place
    guard let text = String(validating: file[start..<(start + length)], as: UTF8.self) else {
      throw refuse("\(what) holds text that is not UTF-8")
    }
    place += length
    return text
  }
}

extension GGUFReader {
  /// A row of the table as it stands there.
  private struct Row {
    var name: String
    var shape: [Int]
    var format: GGUFFormat
    var offset: UInt64
    var bytes: Int
  }

  private mutating func row() throws(GGUFError) -> Row {
    let name = try text("a tensor's name")
    let rank = try number(UInt32.self)
    guard rank <= 4 else { throw refuse("tensor \"\(name)\" has \(rank) dimensions; at most 4 are allowed") }
    var sizes: [UInt64] = []
    for _ in 0..<rank { sizes.append(try number(UInt64.self)) }
    let kind = try number(UInt32.self)
    let offset = try number(UInt64.self)
    guard let format = GGUFFormat(rawValue: kind) else {
      throw refuse(
        "tensor \"\(name)\" has format \(kind); known are \(GGUFFormat.allCases.map(\.name).joined(separator: ", "))")
    }
    var elements = 1
    var shape: [Int] = []
    for size in sizes.reversed() {
      let size = Int(exactly: size) ?? 0
      let (product, overflow) = elements.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow else { throw refuse("tensor \"\(name)\" has the impossible shape \(sizes)") }
      elements = product
      shape.append(size)
    }
    let block = format.block
    guard (shape.last ?? 1) % block.elements == 0 else {
      throw refuse("tensor \"\(name)\" has rows of \(shape.last ?? 1), not whole blocks of \(block.elements)")
    }
    let (bytes, overflow) = (elements / block.elements).multipliedReportingOverflow(by: block.bytes)
    guard !overflow else { throw refuse("tensor \"\(name)\" has the impossible shape \(sizes)") }
    return Row(name: name, shape: shape, format: format, offset: offset, bytes: bytes)
  }

  private func entries(
    _ rows: [Row], _ alignment: Int, available: Int
  ) throws(GGUFError) -> [String: GGUF.Entry] {
    var entries: [String: GGUF.Entry] = [:]
    var end = 0
    // Tensors that shared bytes would let a small file fill the memory.
    for row in rows.sorted(by: { ($0.offset, $0.name) < ($1.offset, $1.name) }) {
      guard let start = Int(exactly: row.offset), start <= available, row.bytes <= available - start else {
        throw refuse(
          "tensor \"\(row.name)\" lies at \(row.offset), \(row.bytes) bytes long, outside the \(available) of data")
      }
      guard start % alignment == 0 else {
        throw refuse("tensor \"\(row.name)\" lies at \(start), not at a multiple of \(alignment)")
      }
      guard start >= end else { throw refuse("tensor \"\(row.name)\" lies at \(start), inside the one before it") }
      end = start + row.bytes
      let entry = GGUF.Entry(shape: row.shape, format: row.format, bytes: start..<end)
      guard entries.updateValue(entry, forKey: row.name) == nil else {
        throw refuse("tensor \"\(row.name)\" is there twice")
      }
    }
    return entries
  }
}
