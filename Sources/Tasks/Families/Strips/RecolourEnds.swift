import Randomness

extension Strips {
  /// The first and the last cell of every object take hidden colours, or keep theirs.
  public var recolourEnds: ProceduralFamily {
    let rules = (0...9).flatMap { a in (0...9).map { "\(word(colour: a)) \(word(colour: $0))" } }
    return family("recolourEnds", "recolour the ends of every object", rules: Array(rules.dropFirst())) { generator in
      let ends = generator.integer(in: 1..<100)
      let (first, last) = (ends / 10, ends % 10)
      let rule = Rule("\(word(colour: first)) \(word(colour: last))") { x in
        var y = x
        for run in runs(in: x) {
          if first != 0 { y[run.lowerBound] = first }
          if last != 0 { y[run.upperBound - 1] = last }
        }
        return y
      }
      return (rule, scene(lengths: 2, avoiding: [first, last]))
    }
  }
}
