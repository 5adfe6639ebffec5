extension Float {
  /// Creates the number that 16 bits of IEEE binary16 stand for, exactly.
  ///
  /// Exponent and fraction move into place and a power of two makes up for the other bias, subnormal numbers included.
  /// Not every platform has `Float16`.
  @inline(__always)
  init(halfBits bits: UInt16) {
    let wide = UInt32(bits)
    let sign = (wide & 0x8000) << 16
    let magnitude = (wide & 0x7fff) << 13
    let infinite: UInt32 = wide & 0x7c00 == 0x7c00 ? 0x7f80_0000 : 0  // infinities and NaN keep their fraction
    let scaled = Float(bitPattern: magnitude) * 0x1p112
    self = Float(bitPattern: (infinite == 0 ? scaled.bitPattern : magnitude | infinite) | sign)
  }
}

/// Converts `count` half-precision numbers, little endian.
func decodeHalves(_ bytes: UnsafeRawBufferPointer, into floats: UnsafeMutableBufferPointer<Float>) {
  for index in floats.indices {
    floats[index] = Float(
      halfBits: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
  }
}
