extension Tokenizer {
  /// Returns the bytes that an id adds to a text, which need not be whole characters, or `nil` if no token has this id.
  public func bytes(of id: Int) -> [UInt8]? {
    guard let piece = decoder.piece(of: id, skippingSpecials: false) else { return nil }
    return piece.byte.map { [$0] } ?? Array(piece.bytes)
  }
}
