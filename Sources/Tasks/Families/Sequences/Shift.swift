import Randomness

extension Sequences {
  /// yᵢ = xᵢ + k, with k hidden.
  public var shift: ProceduralFamily {
    family("shift", "add a number to each symbol", rules: (1..<symbols).map { "\($0)" }) { generator in
      let k = generator.integer(in: 1..<symbols)
      return Rule("\(k)") { x in x.map { ($0 + k) % symbols } }
    }
  }
}
