import Randomness

extension Sequences {
  /// yᵢ = c(x, i) + k, where c counts the symbols that stand in a hidden relation to xᵢ.
  public var counting: ProceduralFamily {
    let relations = ["equal", "equal before", "equal after", "smaller", "larger", "smaller before", "larger before"]
    let rules = relations.flatMap { relation in (0..<symbols).map { "\(relation) \($0)" } }
    return family("counting", "count the symbols like, below or above each one", rules: rules) { generator in
      let relation = generator.integer(in: 0..<relations.count)
      let k = generator.integer(in: 0..<symbols)
      return Rule("\(relations[relation]) \(k)") { x in
        x.indices.map { i in
          let count = x.indices.count { j in
            switch relation {
            case 0: x[j] == x[i]
            case 1: x[j] == x[i] && j < i
            case 2: x[j] == x[i] && j > i
            case 3: x[j] < x[i]
            case 4: x[j] > x[i]
            case 5: x[j] < x[i] && j < i
            default: x[j] > x[i] && j < i
            }
          }
          return (count + k) % symbols
        }
      }
    }
  }
}
