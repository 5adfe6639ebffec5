import Randomness

extension Strips {
  /// A cell's new colour depends on whether it and its two neighbours are objects or background.
  ///
  /// Five kinds of cell — before, first, inner, last, after — keep their colour or take one of two hidden ones; at
  /// least three change, of the object and beside it. No cell is erased.
  public var cellular: ProceduralFamily {
    family("cellular", "recolour cells by their neighbours") { generator in
      let colours = [0] + generator.permutation(9).prefix(2).map { $0 + 1 }
      while true {
        let kinds = (0..<5).map { _ in colours[generator.integer(in: 0..<3)] }
        let (before, first, inner, last, after) = (kinds[0], kinds[1], kinds[2], kinds[3], kinds[4])
        guard kinds.count(where: { $0 != 0 }) >= 3, before + after > 0, first + inner + last > 0 else { continue }
        let rule = Rule(word(kinds)) { x in
          x.indices.map { i in
            let left = i > 0 && x[i - 1] != 0
            let right = i + 1 < x.count && x[i + 1] != 0
            let colour =
              if x[i] == 0 { left ? after : right ? before : 0 } else { !left ? first : !right ? last : inner }
            return colour == 0 ? x[i] : colour
          }
        }
        return (rule, scene(lengths: 3, gap: 2, left: 1, right: 1, avoiding: colours))
      }
    }
  }
}
