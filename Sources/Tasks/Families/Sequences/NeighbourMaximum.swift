import Randomness

extension Sequences {
  /// yᵢ = max or min of xᵢ and xᵢ₋ₔ, plus k, around the end, with the choice, d and k hidden.
  public var neighbourMaximum: ProceduralFamily {
    let rules = ["max", "min"].flatMap { choice in
      (1..<length).flatMap { d in (0..<symbols).map { "\(choice) \(d) \($0)" } }
    }
    return family("neighbourMaximum", "the larger or smaller of two places, plus a number", rules: rules) { generator in
      let isMaximum = generator.bernoulli(0.5)
      let d = generator.integer(in: 1..<length)
      let k = generator.integer(in: 0..<symbols)
      return Rule("\(isMaximum ? "max" : "min") \(d) \(k)") { x in
        x.indices.map { i in
          let other = x[(i + length - d) % length]
          return ((isMaximum ? max(x[i], other) : min(x[i], other)) + k) % symbols
        }
      }
    }
  }
}
