import Randomness

extension Strips {
  /// Every single cell shoots a ray to a hidden border, in its own or a hidden colour, solid or dotted.
  public var ray: ProceduralFamily {
    let rules = ["left", "right"].flatMap { side in
      (1...3).flatMap { period in (0...9).map { "\(side) \(period) \(word(colour: $0))" } }
    }
    return family("ray", "single cells shoot to the border", rules: rules) { generator in
      let isRight = generator.bernoulli(0.5)
      let period = generator.integer(in: 1..<4)
      let colour = generator.integer(in: 0..<10)
      let rule = Rule("\(isRight ? "right" : "left") \(period) \(word(colour: colour))") { x in
        var y = x
        for run in runs(in: x) where run.count == 1 {
          let border = isRight ? x.count : -1
          for i in stride(from: run.lowerBound, to: border, by: isRight ? period : -period).dropFirst() {
            y[i] = colour == 0 ? x[run.lowerBound] : colour
          }
        }
        return y
      }
      // The cell stands alone on its side of the strip, so a ray meets nothing.
      var scene = scene(lengths: 2, left: isRight ? 0 : 8, right: isRight ? 8 : 0, avoiding: [colour])
      let palette = scene.palette
      scene.decorate = { strip, generator in
        let place = generator.integer(in: 3..<7)
        strip[isRight ? strip.count - 1 - place : place] = palette[generator.integer(in: 0..<palette.count)]
      }
      return (rule, scene)
    }
  }
}
