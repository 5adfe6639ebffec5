import Randomness

extension Sequences {
  /// x rotated by the symbol at a hidden position, in a hidden direction, plus a hidden k.
  public var pointer: ProceduralFamily {
    let rules = [-1, 1].flatMap { direction in
      (0..<length).flatMap { position in (0..<symbols).map { "\(direction) \(position) \($0)" } }
    }
    return family("pointer", "one symbol says how far to rotate", rules: rules) { generator in
      let direction = generator.bernoulli(0.5) ? 1 : -1
      let position = generator.integer(in: 0..<length)
      let k = generator.integer(in: 0..<symbols)
      return Rule("\(direction) \(position) \(k)") { x in
        x.indices.map { (x[modulo($0 - direction * x[position], length)] + k) % symbols }
      }
    }
  }
}
