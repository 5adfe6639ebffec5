import Randomness

extension Strips {
  /// Every object grows by n cells on a hidden side, in its own or a hidden colour, where the background allows.
  public var extend: ProceduralFamily {
    let rules = ["left", "right"].flatMap { side in
      (1...3).flatMap { n in (0...9).map { "\(side) \(n) \(word(colour: $0))" } }
    }
    return family("extend", "grow every object on one side", rules: rules) { generator in
      let isRight = generator.bernoulli(0.5)
      let n = generator.integer(in: 1..<4)
      // The object's own colour as often as all others together.
      let colour = generator.bernoulli(0.5) ? 0 : generator.integer(in: 1..<10)
      let rule = Rule("\(isRight ? "right" : "left") \(n) \(word(colour: colour))") { x in
        var y = x
        for run in runs(in: x) {
          let grown = isRight ? run.upperBound..<run.upperBound + n : run.lowerBound - n..<run.lowerBound
          for i in grown.clamped(to: x.indices) where x[i] == 0 { y[i] = colour == 0 ? x[run.lowerBound] : colour }
        }
        return y
      }
      return (rule, scene(gap: n + 1, left: isRight ? 0 : 1, right: isRight ? 1 : 0, avoiding: [colour]))
    }
  }
}
