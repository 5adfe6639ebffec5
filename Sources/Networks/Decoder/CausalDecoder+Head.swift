extension CausalDecoder {
  /// The decoder with a head of its own, of the same numbers in the same memory: beside it an adapter can stand, which beside a table
  /// of tokens that is the head would change what tokens mean, too.
  public var withOwnHead: CausalDecoder {
    guard head == nil else { return self }
    var copy = self
    copy.head = embedding.quantized.map { Linear(quantized: $0) } ?? Linear(weight: embedding.weight)
    return copy
  }
}
