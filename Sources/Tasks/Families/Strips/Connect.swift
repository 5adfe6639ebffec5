import Randomness

extension Strips {
  /// The gaps between neighbouring objects, or only the first or last gap, fill with a hidden colour, touching the
  /// objects or one cell short of them.
  public var connect: ProceduralFamily {
    let choices = ["every", "first", "last"]
    let rules = choices.flatMap { choice in
      (0...1).flatMap { margin in (1...9).map { "\(choice) \(margin) \($0)" } }
    }
    return family("connect", "bridge the gaps between objects", rules: rules) { generator in
      let choice = generator.integer(in: 0..<3)
      let margin = generator.integer(in: 0..<2)
      let colour = generator.integer(in: 1..<10)
      let rule = Rule("\(choices[choice]) \(margin) \(colour)") { x in
        var y = x
        let objects = runs(in: x)
        let gaps = zip(objects, objects.dropFirst()).map { ($0.upperBound + margin, $1.lowerBound - margin) }
        for (start, end) in choice == 0 ? gaps[...] : choice == 1 ? gaps.prefix(1) : gaps.suffix(1) where start < end {
          for i in start..<end { y[i] = colour }
        }
        return y
      }
      return (rule, scene(objects: 2, lengths: 2, gap: 3, avoiding: [colour]))
    }
  }
}
