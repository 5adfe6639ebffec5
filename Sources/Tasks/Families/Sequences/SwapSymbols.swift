import Randomness

extension Sequences {
  /// yᵢ = b where xᵢ = a and a where xᵢ = b, with a and b hidden.
  public var swapSymbols: ProceduralFamily {
    let rules = (0..<symbols).flatMap { a in (a + 1..<symbols).map { "\(a) \($0)" } }
    return family("swapSymbols", "two symbols take each other's place", rules: rules) { generator in
      let pair = generator.permutation(symbols).prefix(2).sorted()
      let (a, b) = (pair[0], pair[1])
      return Rule("\(a) \(b)") { x in x.map { $0 == a ? b : $0 == b ? a : $0 } }
    }
  }
}
