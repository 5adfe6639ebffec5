import Randomness

extension Sequences {
  /// yᵢ = π(xᵢ), with π a hidden bijection of the symbols.
  public var cipher: ProceduralFamily {
    family("cipher", "each symbol stands for another") { generator in
      let table = drawCipher(using: &generator)
      return Rule(word(table)) { x in x.map { table[$0] } }
    }
  }
}
