import Randomness

extension Sequences {
  /// yᵢ = xᵢ₋ᵣ + k around the end, with r and k hidden and neither 0.
  public var rotateShift: ProceduralFamily {
    let rules = (1..<length).flatMap { r in (1..<symbols).map { "\(r) \($0)" } }
    return family("rotateShift", "move every symbol around the end and add a number", rules: rules) { generator in
      let r = generator.integer(in: 1..<length)
      let k = generator.integer(in: 1..<symbols)
      return Rule("\(r) \(k)") { x in x.indices.map { (x[($0 + length - r) % length] + k) % symbols } }
    }
  }
}
