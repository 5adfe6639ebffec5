import Randomness

extension Sequences {
  /// yᵢ = xᵢ₋ᵣ around the end, with r hidden.
  public var rotation: ProceduralFamily {
    family("rotation", "move every symbol around the end", rules: (1..<length).map { "\($0)" }) { generator in
      let r = generator.integer(in: 1..<length)
      return Rule("\(r)") { x in x.indices.map { x[($0 + length - r) % length] } }
    }
  }
}
