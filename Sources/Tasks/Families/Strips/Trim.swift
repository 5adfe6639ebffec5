import Randomness

extension Strips {
  /// Every object loses up to two cells on each side, and what is left keeps its colour or takes a hidden one.
  public var trim: ProceduralFamily {
    let rules = (1..<9).flatMap { cut in (0...9).map { "\(cut / 3) \(cut % 3) \(word(colour: $0))" } }
    return family("trim", "cut cells off every object", rules: rules) { generator in
      let cut = generator.integer(in: 1..<9)
      let (left, right) = (cut / 3, cut % 3)
      // The object's own colour as often as all others together.
      let colour = generator.bernoulli(0.5) ? 0 : generator.integer(in: 1..<10)
      let rule = Rule("\(left) \(right) \(word(colour: colour))") { x in
        var y = [Int](repeating: 0, count: x.count)
        for run in runs(in: x) {
          for i in run.dropFirst(left).dropLast(right) { y[i] = colour == 0 ? x[i] : colour }
        }
        return y
      }
      return (rule, scene(lengths: 5, avoiding: [colour]))
    }
  }
}
