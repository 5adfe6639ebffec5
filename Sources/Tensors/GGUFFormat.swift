/// The format in which the elements of a GGUF tensor are stored: blocks of so many elements in so many bytes, along the rows.
enum GGUFFormat: UInt32, CaseIterable, Sendable {
  case float32 = 0
  case float16 = 1
  case q4_0 = 2
  case q4_1 = 3
  case q5_0 = 6
  case q5_1 = 7
  case q8_0 = 8
  case q4_K = 12
  case q5_K = 13
  case q6_K = 14
  case bfloat16 = 30

  /// The elements and bytes of a block.
  var block: (elements: Int, bytes: Int) {
    switch self {
    case .float32: (1, 4)
    case .float16, .bfloat16: (1, 2)
    case .q4_0: (32, 18)
    case .q4_1: (32, 20)
    case .q5_0: (32, 22)
    case .q5_1: (32, 24)
    case .q8_0: (32, 34)
    case .q4_K: (256, 144)
    case .q5_K: (256, 176)
    case .q6_K: (256, 210)
    }
  }

  /// The name that ggml gives it.
  var name: String {
    switch self {
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    default: "\(self)".uppercased()
    }
  }

  /// Writes the elements of whole blocks, as ggml's reference code computes them, to the bit.
  func decode(_ bytes: UnsafeRawBufferPointer, into floats: UnsafeMutableBufferPointer<Float>) {
    guard let source = bytes.baseAddress, let target = floats.baseAddress else { return }
    switch self {
    case .float32: UnsafeMutableRawBufferPointer(floats).copyMemory(from: bytes)
    case .float16: decodeHalves(bytes, into: floats)
    case .bfloat16:
      for index in floats.indices {
        floats[index] = Float(bitPattern: UInt32(source.short(2 * index)) << 16)
      }
    case .q4_0: blocks(source, target, floats.count, decodeQ4_0)
    case .q4_1: blocks(source, target, floats.count, decodeQ4_1)
    case .q5_0: blocks(source, target, floats.count, decodeQ5_0)
    case .q5_1: blocks(source, target, floats.count, decodeQ5_1)
    case .q8_0: blocks(source, target, floats.count, decodeQ8_0)
    case .q4_K: blocks(source, target, floats.count, decodeQ4_K)
    case .q5_K: blocks(source, target, floats.count, decodeQ5_K)
    case .q6_K: blocks(source, target, floats.count, decodeQ6_K)
    }
  }

  @inline(__always)
  private func blocks(
    _ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ count: Int,
    _ decode: (UnsafeRawPointer, UnsafeMutablePointer<Float>) -> Void
  ) {
    let block = block
    for index in 0..<(count / block.elements) {
      decode(source + index * block.bytes, target + index * block.elements)
    }
  }
}

extension UnsafeRawPointer {
  @inline(__always) func byte(_ offset: Int) -> UInt8 { load(fromByteOffset: offset, as: UInt8.self) }
  @inline(__always) func short(_ offset: Int) -> UInt16 {
    UInt16(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
  @inline(__always) func half(_ offset: Int) -> Float { Float(halfBits: short(offset)) }
}
