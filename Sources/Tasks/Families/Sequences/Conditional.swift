import Randomness

extension Sequences {
  /// yᵢ = r where xᵢ is in a hidden set of two to four symbols, else xᵢ, with r hidden and outside the set.
  public var conditional: ProceduralFamily {
    family("conditional", "some symbols become one, the others stay") { generator in
      let order = generator.permutation(symbols)
      let members = order.prefix(generator.integer(in: 2..<5)).sorted()
      let replacement = order[symbols - 1]
      return Rule("\(word(members)) \(replacement)") { x in x.map { members.contains($0) ? replacement : $0 } }
    }
  }
}
