import Randomness

extension Sequences {
  /// yᵢ = π(x₋ᵢ): a hidden cipher, read from the end.
  public var cipherReverse: ProceduralFamily {
    family("cipherReverse", "each symbol stands for another, and the end comes first") { generator in
      let table = drawCipher(using: &generator)
      return Rule(word(table)) { x in x.reversed().map { table[$0] } }
    }
  }
}
