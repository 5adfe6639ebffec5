import Randomness

extension Grids {
  /// Even and odd columns each move down by a hidden number of rows around the edge, and may take a hidden colour.
  public var slide: ProceduralFamily {
    let moves = (-2...2).flatMap { even in (-2...2).map { (even, $0) } }.filter { $0 != (0, 0) }
    let rules = moves.flatMap { move in (0...9).map { "\(move.0) \(move.1) \(word(colour: $0))" } }
    return family("slide", "move the columns up or down around the edge", rules: rules) { generator in
      let (even, odd) = moves[generator.integer(in: 0..<moves.count)]
      let colour = generator.integer(in: 0..<10)
      // Below five rows, two moves could end in the same row.
      let size = size(atLeast: 5, using: &generator)
      return GridRule(
        signature: "\(even) \(odd) \(word(colour: colour))",
        solve: { grid in
          Grid(height: grid.height, width: grid.width) { row, column in
            let symbol = grid[modulo(row - (column % 2 == 0 ? even : odd), grid.height), column]
            return symbol == 0 || colour == 0 ? symbol : colour
          }
        },
        input: { scatter(size, palette: palette(avoiding: [colour]), using: &$0) })
    }
  }
}
