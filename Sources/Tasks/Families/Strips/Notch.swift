import Randomness

extension Strips {
  /// Every object loses a cell or two at hidden places inside it, counted from one end.
  public var notch: ProceduralFamily {
    let ends = ["left", "right"]
    let rules = ends.flatMap { end in (1...3).flatMap { place in (1...2).map { "\(end) \(place) \($0)" } } }
    return family("notch", "cut cells out of every object", rules: rules) { generator in
      let end = ends[generator.integer(in: 0..<2)]
      let place = generator.integer(in: 1..<4)
      let count = generator.integer(in: 1..<3)
      let rule = Rule("\(end) \(place) \(count)") { x in
        var y = x
        // Objects too short to keep both ends stay whole, so that no rule empties their inside.
        for run in runs(in: x) where run.count >= place + count + 2 {
          for i in place..<place + count { y[end == "left" ? run.lowerBound + i : run.upperBound - 1 - i] = 0 }
        }
        return y
      }
      return (rule, scene(lengths: 5, gap: 2))
    }
  }
}
