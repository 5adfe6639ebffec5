internal import CZlib

/// Decompression into exactly the size that the compressed data claim, so that no claim can fill the memory.
///
/// - Source: RFC 1951 (raw deflate, in ZIP archives), RFC 1950 (zlib, in PNG images); the system's zlib does it.
enum Inflate {
  /// What stands around the deflated blocks.
  enum Format: Int32 {
    /// Nothing.
    case raw = -15
    /// zlib's header and Adler-32 checksum.
    case zlib = 15
  }

  /// The `count` bytes that all of `bytes` decompress to.
  static func inflate(_ bytes: ArraySlice<UInt8>, count: Int, format: Format) throws(InflateError) -> [UInt8] {
    guard bytes.count < UInt32.max, count < UInt32.max else { throw InflateError("its data are 4 GB or more") }
    // zlib keeps the stream's address, so the stream must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, format.rawValue, ZLIB_VERSION, size) == Z_OK else {
      throw InflateError("zlib cannot start: no memory")
    }
    defer { inflateEnd(stream) }

    var status = Z_OK
    // One byte more than claimed shows data that go on.
    let output = [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, written in
      bytes.withUnsafeBufferPointer { input in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = buffer.baseAddress
        stream.pointee.avail_out = UInt32(count + 1)
        status = CZlib.inflate(stream, Z_FINISH)
      }
      written = count + 1 - Int(stream.pointee.avail_out)
    }

    guard output.count <= count else { throw InflateError("its data are longer than the \(count) bytes claimed") }
    guard status == Z_STREAM_END else {
      let isCorrupt = status == Z_DATA_ERROR || status == Z_NEED_DICT
      throw InflateError(isCorrupt ? "its data are not deflate's" : "its data end after \(output.count) bytes")
    }
    guard output.count == count else { throw InflateError("its data have \(output.count) of \(count) bytes claimed") }
    let rest = stream.pointee.avail_in
    guard rest == 0 else { throw InflateError("\(rest) bytes follow the end of its data") }
    return output
  }

  /// CRC-32 as ZIP and PNG use it.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
  }
}

/// Compressed data that are not what they claim.
struct InflateError: Error, Hashable {
  let problem: String
  init(_ problem: String) { self.problem = problem }
}
