import Randomness

extension Strips {
  /// The objects pass their colours on: to the left, to the right, in pairs or to the opposite place; their first
  /// cell may take a hidden colour.
  public var exchangeColours: ProceduralFamily {
    let modes = ["leftwards", "rightwards", "pairs", "opposite"]
    let rules = modes.flatMap { mode in (0...9).map { "\(mode) \(word(colour: $0))" } }
    return family("exchangeColours", "objects pass on their colours", rules: rules) { generator in
      let mode = generator.integer(in: 0..<4)
      let mark = generator.integer(in: 0..<10)
      let rule = Rule("\(modes[mode]) \(word(colour: mark))") { x in
        var y = x
        let objects = runs(in: x)
        let n = objects.count
        for (i, run) in objects.enumerated() {
          let giver =
            switch mode {
            case 0: (i + 1) % n
            case 1: (i + n - 1) % n
            case 2: min(i ^ 1, n - 1)
            default: n - 1 - i
            }
          for cell in run { y[cell] = x[objects[giver].lowerBound] }
          if mark != 0 { y[run.lowerBound] = mark }
        }
        return y
      }
      var scene = scene(objects: 3, avoiding: [mark])
      scene.isVaried = true
      return (rule, scene)
    }
  }
}
