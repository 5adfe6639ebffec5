// Blocks of 256 elements, whose parts have scales of few bits. Source: ggml, dequantize_row_q4_K and its neighbours.

/// Returns the scale and the minimum of part k of 8, six bits each, packed into the twelve bytes from `scales` on.
@inline(__always)
private func scaleAndMinimum(_ k: Int, _ scales: UnsafeRawPointer) -> (Float, Float) {
  guard k >= 4 else { return (Float(scales.byte(k) & 63), Float(scales.byte(k + 4) & 63)) }
  let low = scales.byte(k + 4)
  return (Float(low & 15 | (scales.byte(k - 4) >> 6) << 4), Float(low >> 4 | (scales.byte(k) >> 6) << 4))
}

/// Decodes a block of Q4_K: d, dmin, scales [12], 128 bytes of two nibbles: w = d · scale · q − dmin · minimum.
@inline(__always)
func decodeQ4_K(_ block: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>) {
  let (d, dmin) = (block.half(0), block.half(2))
  for chunk in 0..<4 {
    let (low, lowMinimum) = scaleAndMinimum(2 * chunk, block + 4)
    let (high, highMinimum) = scaleAndMinimum(2 * chunk + 1, block + 4)
    let (d1, m1, d2, m2) = (d * low, dmin * lowMinimum, d * high, dmin * highMinimum)
    let (source, target) = (block + 16 + 32 * chunk, out + 64 * chunk)
    for l in 0..<32 {
      let pair = source.byte(l)
      target[l] = d1 * Float(pair & 15) - m1
      target[l + 32] = d2 * Float(pair >> 4) - m2
    }
  }
}

/// Decodes a block of Q5_K: as Q4_K, with a fifth bit of each element in 32 bytes before the nibbles: bit k of byte l is that of element l of part k.
@inline(__always)
func decodeQ5_K(_ block: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>) {
  let (d, dmin) = (block.half(0), block.half(2))
  for chunk in 0..<4 {
    let (low, lowMinimum) = scaleAndMinimum(2 * chunk, block + 4)
    let (high, highMinimum) = scaleAndMinimum(2 * chunk + 1, block + 4)
    let (d1, m1, d2, m2) = (d * low, dmin * lowMinimum, d * high, dmin * highMinimum)
    let (source, target) = (block + 48 + 32 * chunk, out + 64 * chunk)
    for l in 0..<32 {
      let (pair, fifth) = (source.byte(l), block.byte(16 + l) >> UInt8(2 * chunk))
      target[l] = d1 * Float(pair & 15 | (fifth & 1) << 4) - m1
      target[l + 32] = d2 * Float(pair >> 4 | (fifth >> 1 & 1) << 4) - m2
    }
  }
}

/// Decodes a block of Q6_K: low nibbles [128], high pairs of bits [64], signed scales [16], d: w = d · scale · (q − 32).
@inline(__always)
func decodeQ6_K(_ block: UnsafeRawPointer, _ out: UnsafeMutablePointer<Float>) {
  let d = block.half(208)
  for half in 0..<2 {
    let (low, high, scales) = (block + 64 * half, block + 128 + 32 * half, block + 192 + 8 * half)
    let target = out + 128 * half
    for l in 0..<32 {
      let (a, b, pairs) = (low.byte(l), low.byte(l + 32), high.byte(l))
      let quants = (
        a & 15 | (pairs & 3) << 4, b & 15 | (pairs >> 2 & 3) << 4, a >> 4 | (pairs >> 4 & 3) << 4,
        b >> 4 | (pairs >> 6) << 4
      )
      func scale(_ part: Int) -> Float { d * Float(Int8(bitPattern: scales.byte(l / 16 + 2 * part))) }
      target[l] = scale(0) * Float(Int32(quants.0) - 32)
      target[l + 32] = scale(1) * Float(Int32(quants.1) - 32)
      target[l + 64] = scale(2) * Float(Int32(quants.2) - 32)
      target[l + 96] = scale(3) * Float(Int32(quants.3) - 32)
    }
  }
}
