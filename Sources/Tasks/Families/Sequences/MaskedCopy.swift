import Randomness

extension Sequences {
  /// yᵢ = xᵢ at hidden positions and the hidden symbol r elsewhere; both kinds of position exist.
  public var maskedCopy: ProceduralFamily {
    family("maskedCopy", "keep some positions and blank the others") { generator in
      let kept = generator.permutation(length).prefix(generator.integer(in: 1..<length - 1)).sorted()
      let r = generator.integer(in: 0..<symbols)
      return Rule("\(word(kept)) \(r)") { x in x.indices.map { kept.contains($0) ? x[$0] : r } }
    }
  }
}
