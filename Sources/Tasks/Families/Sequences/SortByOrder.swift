import Randomness

extension Sequences {
  /// y is x sorted by a hidden order of the symbols.
  public var sortByOrder: ProceduralFamily {
    family("sortByOrder", "sort by an order of the symbols") { generator in
      let rank = generator.permutation(symbols)
      return Rule(word(rank)) { x in x.sorted { rank[$0] < rank[$1] } }
    }
  }
}
