import Randomness

extension Sequences {
  /// yᵢ = xᵢ ± xᵢ₋ₔ + k around the end, with the sign, d and k hidden.
  public var neighbourSum: ProceduralFamily {
    let rules = [-1, 1].flatMap { sign in
      (1..<length).flatMap { d in (0..<symbols).map { "\(sign) \(d) \($0)" } }
    }
    return family("neighbourSum", "add or subtract the symbol some places before", rules: rules) { generator in
      let sign = generator.bernoulli(0.5) ? 1 : -1
      let d = generator.integer(in: 1..<length)
      let k = generator.integer(in: 0..<symbols)
      return Rule("\(sign) \(d) \(k)") { x in
        x.indices.map { modulo(x[$0] + sign * x[($0 + length - d) % length] + k, symbols) }
      }
    }
  }
}
