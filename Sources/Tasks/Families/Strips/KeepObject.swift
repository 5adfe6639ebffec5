import Randomness

extension Strips {
  /// Only the k-th object from a hidden end stays, in its own or a hidden colour.
  public var keepObject: ProceduralFamily {
    let rules = ["left", "right"].flatMap { side in
      (0...2).flatMap { k in (0...9).map { "\(side) \(k) \(word(colour: $0))" } }
    }
    return family("keepObject", "keep one object by its place", rules: rules) { generator in
      let isRight = generator.bernoulli(0.5)
      let k = generator.integer(in: 0..<3)
      let colour = generator.integer(in: 0..<10)
      let rule = Rule("\(isRight ? "right" : "left") \(k) \(word(colour: colour))") { x in
        var y = [Int](repeating: 0, count: x.count)
        let objects = isRight ? runs(in: x).reversed() : runs(in: x)
        for i in objects.dropFirst(k).first ?? 0..<0 { y[i] = colour == 0 ? x[i] : colour }
        return y
      }
      return (rule, scene(objects: 3, lengths: 2, avoiding: [colour]))
    }
  }
}
