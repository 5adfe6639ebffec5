import Randomness

extension Strips {
  /// The objects take two or three hidden colours in turn, counted from a hidden end.
  public var recolourByOrder: ProceduralFamily {
    family("recolourByOrder", "recolour the objects in the order they stand in") { generator in
      let isRight = generator.bernoulli(0.5)
      let palette = generator.permutation(9).prefix(generator.integer(in: 2..<4)).map { $0 + 1 }
      let rule = Rule("\(isRight ? "right" : "left") \(word(palette))") { x in
        var y = x
        for (index, run) in (isRight ? runs(in: x).reversed() : runs(in: x)).enumerated() {
          for i in run { y[i] = palette[index % palette.count] }
        }
        return y
      }
      return (rule, scene(objects: 2))
    }
  }
}
