import Randomness

extension Strips {
  /// Every object drops a cell of a hidden colour two or three cells before it, after it or both.
  public var shadow: ProceduralFamily {
    let rules = (2...3).flatMap { distance in
      (1..<100).map { "\(distance) \(word(colour: $0 / 10)) \(word(colour: $0 % 10))" }
    }
    return family("shadow", "draw a cell some way beside every object", rules: rules) { generator in
      let distance = generator.integer(in: 2..<4)
      let colours = generator.integer(in: 1..<100)
      let (before, after) = (colours / 10, colours % 10)
      let rule = Rule("\(distance) \(word(colour: before)) \(word(colour: after))") { x in
        var y = x
        for run in runs(in: x) {
          let first = run.lowerBound - distance
          let last = run.upperBound - 1 + distance
          if before != 0, first >= 0, x[first] == 0 { y[first] = before }
          if after != 0, last < x.count, x[last] == 0 { y[last] = after }
        }
        return y
      }
      let side = { $0 == 0 ? 0 : distance }
      return (rule, scene(gap: 2 * distance, left: side(before), right: side(after), avoiding: [before, after]))
    }
  }
}
