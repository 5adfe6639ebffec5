import Randomness

extension Strips {
  /// Every object leaves a cell of its own colour some way before it, after it or both.
  public var echo: ProceduralFamily {
    let sides = ["before", "after", "both"]
    let rules = (2...4).flatMap { distance in
      sides.flatMap { side in ["cell", "pair"].map { "\(distance) \(side) \($0)" } }
    }
    return family("echo", "repeat every object's colour some way beside it", rules: rules) { generator in
      let distance = generator.integer(in: 2..<5)
      let side = sides[generator.integer(in: 0..<3)]
      let size = generator.integer(in: 1..<3)
      let rule = Rule("\(distance) \(side) \(size == 1 ? "cell" : "pair")") { x in
        var y = x
        for run in runs(in: x) {
          let colour = x[run.lowerBound]
          let before = run.lowerBound - distance - size + 1..<run.lowerBound - distance + 1
          let after = run.upperBound - 1 + distance..<run.upperBound - 1 + distance + size
          for i in (side == "after" ? [] : Array(before)) + (side == "before" ? [] : Array(after))
          where x.indices.contains(i) && x[i] == 0 { y[i] = colour }
        }
        return y
      }
      let room = distance + size
      return (
        rule, scene(gap: 2 * room, left: side == "after" ? 0 : room, right: side == "before" ? 0 : room)
      )
    }
  }
}
