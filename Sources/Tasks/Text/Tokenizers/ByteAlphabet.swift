/// The printable scalars by which byte-level vocabularies spell bytes: a space is Ġ, a newline Ċ.
///
/// 33...126, 161...172 and 174...255 stand for themselves, the other 68 bytes for U+0100 and up, in order.
/// - Source: Radford et al. 2019, GPT-2's `bytes_to_unicode`.
enum ByteAlphabet {
  /// The scalar of each byte.
  static let scalars: [Unicode.Scalar] = {
    var others = (0x100 as UInt32)...
    return (0...255).map { byte in
      let isItself = (33...126).contains(byte) || (161...172).contains(byte) || byte >= 174
      guard !isItself else { return Unicode.Scalar(UInt8(byte)) }
      let scalar = Unicode.Scalar(others.lowerBound)!
      others = (others.lowerBound + 1)...
      return scalar
    }
  }()

  /// The byte of each scalar, from U+0000; -1 of those that stand for none.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = Int16(byte) }
    return bytes
  }()

  /// Returns the bytes that a token spells, or `nil` if it holds a scalar outside the alphabet.
  static func bytes(of token: some Sequence<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in String(decoding: Array(token), as: UTF8.self).unicodeScalars {
      guard scalar.value < 0x144, bytes[Int(scalar.value)] >= 0 else { return nil }
      result.append(UInt8(bytes[Int(scalar.value)]))
    }
    return result
  }

  /// Returns the token that spells bytes, in UTF-8.
  static func token(of bytes: some Sequence<UInt8>) -> [UInt8] {
    var token: [UInt8] = []
    for byte in bytes { token.append(contentsOf: UTF8.encode(scalars[Int(byte)])!) }
    return token
  }
}
