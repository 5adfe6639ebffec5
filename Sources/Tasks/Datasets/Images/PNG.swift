/// Decodes PNG images in shades of grey.
///
/// - Source: W3C 2003, "Portable Network Graphics (PNG) Specification (Second Edition)", sections 5 (chunks), 9 (filters).
/// - Differs: only non-interlaced greyscale of 1, 2, 4, 8 or 16 bits; all else is an error, and so is whatever a
///   lenient reader would forgive: a wrong CRC, data too short or too long, bytes after the end.
public enum PNG {
  /// The most pixels of an image.
  public static let pixelLimit = 1 << 24

  /// The picture of a file's bytes.
  public static func decode(_ bytes: [UInt8]) throws(PNGError) -> GreyImage {
    let file = try chunks(ByteReader(bytes: bytes))
    let header = file.header
    let rowBytes = (header.width * header.depth + 7) / 8
    var rows: [UInt8]
    do {
      rows = try Inflate.inflate(file.data, count: header.height * (rowBytes + 1), format: .zlib)
    } catch {
      throw PNGError(error.problem)
    }
    try unfilter(&rows, height: header.height, rowBytes: rowBytes, sampleBytes: max(1, header.depth / 8))
    return GreyImage(height: header.height, width: header.width, values: samples(rows, header, rowBytes))
  }

  private struct Header {
    let width: Int
    let height: Int
    let depth: Int
  }

  private static func chunks(_ reader: ByteReader) throws(PNGError) -> (header: Header, data: ArraySlice<UInt8>) {
    guard reader.slice(0, 8)?.elementsEqual([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) == true else {
      throw PNGError("it is no PNG image")
    }
    var header: Header?
    var data: ArraySlice<UInt8> = []
    var place = 8, previous = ""
    while previous != "IEND" {
      guard
        let length = reader.big32(place), let name = reader.slice(place + 4, 4),
        let body = reader.slice(place + 8, length), let checksum = reader.big32(place + 8 + length),
        let checked = reader.slice(place + 4, 4 + length)
      else { throw PNGError("it ends in the middle of a chunk") }
      let kind = String(decoding: name, as: UTF8.self)
      guard Inflate.checksum(checked) == UInt32(checksum) else { throw PNGError("the CRC-32 of a chunk is wrong") }
      switch kind {
      case "IHDR" where previous.isEmpty: header = try self.header(body)
      case _ where header == nil: throw PNGError("its first chunk is not IHDR")
      case "IDAT":
        guard data.isEmpty || previous == kind else { throw PNGError("its IDAT chunks are not together") }
        data += body
      case "IEND": break
      default:
        // A small first letter says that a reader may ignore the chunk.
        guard let first = name.first, first & 0x20 != 0 else { throw PNGError("a chunk of it is not supported") }
      }
      previous = kind
      place += 12 + length
    }
    guard place == reader.bytes.count else { throw PNGError("bytes follow its end") }
    guard let header else { throw PNGError("it has no IHDR chunk") }
    return (header, data)
  }

  private static func header(_ body: ArraySlice<UInt8>) throws(PNGError) -> Header {
    let reader = ByteReader(bytes: Array(body))
    guard body.count == 13, let width = reader.big32(0), let height = reader.big32(4) else {
      throw PNGError("its IHDR chunk has \(body.count) bytes, not 13")
    }
    guard width > 0, height > 0, width <= pixelLimit, height <= pixelLimit, width * height <= pixelLimit else {
      throw PNGError("it has \(width) × \(height) pixels; the limit is \(pixelLimit), the least 1")
    }
    let depth = Int(reader.bytes[8])
    guard reader.bytes[9] == 0, [1, 2, 4, 8, 16].contains(depth) else {
      throw PNGError("its colour type \(reader.bytes[9]) of \(depth) bits is not supported, only greyscale is")
    }
    guard reader.bytes[10...].allSatisfy({ $0 == 0 }) else { throw PNGError("it is interlaced, or of unknown methods") }
    return Header(width: width, height: height, depth: depth)
  }

  private static func samples(_ rows: [UInt8], _ header: Header, _ rowBytes: Int) -> [Float] {
    let depth = header.depth, perByte = max(1, 8 / depth)
    let scale = 1 / Float((1 << depth) - 1)
    var values: [Float] = []
    values.reserveCapacity(header.height * header.width)
    for row in 0..<header.height {
      let bytes = rows[row * (rowBytes + 1) + 1..<(row + 1) * (rowBytes + 1)]
      if depth == 16 {
        for place in stride(from: bytes.startIndex, to: bytes.endIndex, by: 2) {
          values.append(Float(Int(bytes[place]) << 8 | Int(bytes[place + 1])) * scale)
        }
        continue
      }
      var left = header.width
      for byte in bytes {
        var bits = byte
        for _ in 0..<min(left, perByte) {
          values.append(Float(bits >> UInt8(8 - depth)) * scale)
          bits = depth == 8 ? 0 : bits << UInt8(depth)
        }
        left -= perByte
      }
    }
    return values
  }
}

/// An image that cannot be decoded, and why.
public struct PNGError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let description: String
  init(_ description: String) { self.description = description }
}
