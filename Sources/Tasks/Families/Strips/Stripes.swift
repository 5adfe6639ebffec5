import Randomness

extension Strips {
  /// The cells of every object repeat a hidden pattern of two or three colours, one of which may be its own, from a
  /// hidden side.
  public var stripes: ProceduralFamily {
    family("stripes", "paint a pattern onto every object") { generator in
      let isRight = generator.bernoulli(0.5)
      let colours = [0] + generator.permutation(9).prefix(2).map { $0 + 1 }
      while true {
        let pattern = (0..<generator.integer(in: 2..<4)).map { _ in colours[generator.integer(in: 0..<3)] }
        if Set(pattern).count == 1 { continue }
        let rule = Rule("\(isRight ? "right" : "left") \(word(pattern))") { x in
          var y = x
          for run in runs(in: x) {
            for (step, i) in (isRight ? Array(run.reversed()) : Array(run)).enumerated() {
              let colour = pattern[step % pattern.count]
              if colour != 0 { y[i] = colour }
            }
          }
          return y
        }
        return (rule, scene(lengths: 3, avoiding: colours))
      }
    }
  }
}
