// Blocks of 32 elements with one scale: w = d · q, or d · q + m. Source: ggml, dequantize_row_q4_0 and its neighbours.

/// Decodes a block of Q4_0: d, 16 bytes of two nibbles: w = d · (q − 8).
@inline(__always)
func decodeQ4_0(_ block: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>) {
  let d = block.half(0)
  for j in 0..<16 {
    let pair = block.byte(2 + j)
    out[j] = Float(Int32(pair & 15) - 8) * d
    out[j + 16] = Float(Int32(pair >> 4) - 8) * d
  }
}

/// Decodes a block of Q4_1: d, m, 16 bytes of two nibbles: w = d · q + m.
@inline(__always)
func decodeQ4_1(_ block: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>) {
  let (d, m) = (block.half(0), block.half(2))
  for j in 0..<16 {
    let pair = block.byte(4 + j)
    out[j] = Float(pair & 15) * d + m
    out[j + 16] = Float(pair >> 4) * d + m
  }
}

/// Returns the fifth bits of a block's elements, from `offset` on.
@inline(__always)
private func fifthBits(_ block: UnsafeRawPointer, _ offset: Int) -> UInt32 {
  UInt32(littleEndian: block.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
}

/// Decodes a block of Q5_0: d, a fifth bit of each element, 16 bytes of two nibbles: w = d · (q − 16).
@inline(__always)
func decodeQ5_0(_ block: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>) {
  let (d, high) = (block.half(0), fifthBits(block, 2))
  for j in 0..<16 {
    let pair = UInt32(block.byte(6 + j))
    out[j] = Float(Int32(pair & 15 | (high >> UInt32(j) & 1) << 4) - 16) * d
    out[j + 16] = Float(Int32(pair >> 4 | (high >> UInt32(j + 16) & 1) << 4) - 16) * d
  }
}

/// Decodes a block of Q5_1: d, m, a fifth bit of each element, 16 bytes of two nibbles: w = d · q + m.
@inline(__always)
func decodeQ5_1(_ block: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>) {
  let (d, m, high) = (block.half(0), block.half(2), fifthBits(block, 4))
  for j in 0..<16 {
    let pair = UInt32(block.byte(8 + j))
    out[j] = Float(pair & 15 | (high >> UInt32(j) & 1) << 4) * d + m
    out[j + 16] = Float(pair >> 4 | (high >> UInt32(j + 16) & 1) << 4) * d + m
  }
}

/// Decodes a block of Q8_0: d, 32 signed bytes: w = d · q.
@inline(__always)
func decodeQ8_0(_ block: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>) {
  let d = block.half(0)
  for j in 0..<32 { out[j] = Float(Int8(bitPattern: block.byte(2 + j))) * d }
}
