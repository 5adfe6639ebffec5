import Randomness

extension Grids {
  /// The grid is turned or reflected, and two hidden colours, or none, take each other's place.
  public var reflect: ProceduralFamily {
    let side = max(heights.upperBound, widths.upperBound)
    let canvas = Canvas(height: side, width: side)
    return family("reflect", "turn or reflect, and exchange two colours", canvas: canvas) { generator in
      let transforms = Dihedral.allCases.dropFirst()
      let transform = transforms[generator.integer(in: transforms.startIndex..<transforms.endIndex)]
      let pair = generator.bernoulli(0.2) ? [0, 0] : generator.permutation(9).prefix(2).map { $0 + 1 }.sorted()
      let size = size(using: &generator)
      let colours = pair.filter { $0 != 0 }
      return GridRule(
        signature: "\(transform) \(word(pair))",
        solve: { grid in
          let turned = transform(grid)
          return Grid(height: turned.height, width: turned.width) { row, column in
            let symbol = turned[row, column]
            return symbol == pair[0] ? pair[1] : symbol == pair[1] ? pair[0] : symbol
          }
        },
        input: { scatter(size, palette: palette() + colours + colours, using: &$0) })
    }
  }
}
