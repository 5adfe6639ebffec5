import Randomness

extension Grids {
  /// A coloured cell's new colour depends on how many coloured cells share a side with it: none, one, two, or more.
  public var recolourByNeighbours: ProceduralFamily {
    family("recolourByNeighbours", "recolour cells by the number of their neighbours") { generator in
      while true {
        let table = (0..<4).map { _ in generator.bernoulli(0.4) ? 0 : generator.integer(in: 1..<10) }
        guard table.count(where: { $0 != 0 }) >= 2, Set(table).count >= 2 else { continue }
        let size = size(using: &generator)
        return GridRule(
          signature: word(table),
          solve: { grid in
            func isColoured(_ row: Int, _ column: Int) -> Bool {
              (0..<grid.height).contains(row) && (0..<grid.width).contains(column) && grid[row, column] != 0
            }
            return Grid(height: grid.height, width: grid.width) { r, c in
              guard grid[r, c] != 0 else { return 0 }
              let sides = [isColoured(r - 1, c), isColoured(r + 1, c), isColoured(r, c - 1), isColoured(r, c + 1)]
              let colour = table[min(3, sides.count { $0 })]
              return colour == 0 ? grid[r, c] : colour
            }
          },
          input: { scatter(size, palette: palette(avoiding: table), using: &$0) })
      }
    }
  }
}
