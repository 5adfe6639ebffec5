import Randomness

extension Sequences {
  /// yᵢ = x at s(i), with hidden sources s of which some repeat.
  public var gather: ProceduralFamily {
    family("gather", "fetch each position from another, some twice") { generator in
      while true {
        let sources = (0..<length).map { _ in generator.integer(in: 0..<length) }
        if Set(sources).count == length { continue }
        return Rule(word(sources)) { x in sources.map { x[$0] } }
      }
    }
  }
}
