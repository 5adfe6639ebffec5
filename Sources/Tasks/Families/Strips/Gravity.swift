import Randomness

extension Strips {
  /// All objects fall to a hidden end and stack there with a hidden gap, in their own or a hidden colour.
  public var gravity: ProceduralFamily {
    let rules = ["left", "right"].flatMap { side in
      (0...2).flatMap { gap in (0...9).map { "\(side) \(gap) \(word(colour: $0))" } }
    }
    return family("gravity", "all objects fall to one end", rules: rules) { generator in
      let isRight = generator.bernoulli(0.5)
      let gap = generator.integer(in: 0..<3)
      let colour = generator.integer(in: 0..<10)
      let rule = Rule("\(isRight ? "right" : "left") \(gap) \(word(colour: colour))") { x in
        let strip = isRight ? Array(x.reversed()) : x
        var y = [Int](repeating: 0, count: x.count)
        var end = 0
        for run in runs(in: strip) {
          for i in run where end < y.count {
            y[end] = colour == 0 ? strip[i] : colour
            end += 1
          }
          end += gap
        }
        return isRight ? y.reversed() : y
      }
      return (rule, scene(objects: 2, gap: max(gap, 1), avoiding: [colour]))
    }
  }
}
