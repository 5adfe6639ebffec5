import Randomness

extension Sequences {
  /// yᵢ = xᵢ + key(i mod p), with a hidden key of two to four different numbers.
  public var keyedShift: ProceduralFamily {
    family("keyedShift", "add a repeating key to the positions") { generator in
      let key = Array(generator.permutation(symbols).prefix(generator.integer(in: 2..<5)))
      return Rule(word(key)) { x in x.indices.map { (x[$0] + key[$0 % key.count]) % symbols } }
    }
  }
}
