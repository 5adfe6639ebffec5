import Randomness

extension Strips {
  /// The background before the first object and after the last one takes hidden colours, or stays.
  public var outside: ProceduralFamily {
    let rules = (1..<100).map { "\(word(colour: $0 / 10)) \(word(colour: $0 % 10))" }
    return family("outside", "recolour the background around the objects", rules: rules) { generator in
      let colours = generator.integer(in: 1..<100)
      let (before, after) = (colours / 10, colours % 10)
      let rule = Rule("\(word(colour: before)) \(word(colour: after))") { x in
        var y = x
        let objects = runs(in: x)
        guard let first = objects.first?.lowerBound, let last = objects.last?.upperBound else { return y }
        for i in 0..<first where before != 0 { y[i] = before }
        for i in last..<x.count where after != 0 { y[i] = after }
        return y
      }
      return (rule, scene(left: before == 0 ? 0 : 1, right: after == 0 ? 0 : 1, avoiding: [before, after]))
    }
  }
}
