import Randomness

extension Sequences {
  /// yᵢ = f(x₁, …, xᵢ) + k from a hidden end, where f is the sum, the alternating sum, the maximum or the minimum.
  public var runningFold: ProceduralFamily {
    let folds = ["sum", "alternating", "maximum", "minimum"]
    let rules = folds.flatMap { fold in
      ["left", "right"].flatMap { end in (0..<symbols).map { "\(fold) \(end) \($0)" } }
    }
    return family("runningFold", "a running sum, maximum or minimum from one end", rules: rules) { generator in
      let fold = generator.integer(in: 0..<folds.count)
      let fromRight = generator.bernoulli(0.5)
      let k = generator.integer(in: 0..<symbols)
      return Rule("\(folds[fold]) \(fromRight ? "right" : "left") \(k)") { x in
        var y: [Int] = []
        var state: Int?
        for symbol in fromRight ? x.reversed() : x {
          let next =
            switch fold {
            case 0: symbol + (state ?? 0)
            case 1: symbol - (state ?? 0)
            case 2: max(symbol, state ?? symbol)
            default: min(symbol, state ?? symbol)
            }
          state = modulo(next, symbols)
          y.append((modulo(next, symbols) + k) % symbols)
        }
        return fromRight ? y.reversed() : y
      }
    }
  }
}
