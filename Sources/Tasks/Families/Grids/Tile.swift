import Randomness

extension Grids {
  /// Four copies of the grid, each turned or reflected in a hidden way, make one of twice its sides.
  public var tile: ProceduralFamily {
    let largest = min(heights.upperBound, widths.upperBound) / 2
    let canvas = Canvas(height: 2 * largest, width: 2 * largest)
    return family("tile", "four turned copies make a larger grid", canvas: canvas) { generator in
      let transforms = (0..<4).map { _ in Dihedral.allCases[generator.integer(in: 0..<8)] }
      let side = max(2, largest)
      return GridRule(
        signature: word(transforms.map(\.rawValue)),
        solve: { grid in
          guard grid.height == grid.width else { return grid }
          let side = grid.height
          let tiles = transforms.map { $0(grid) }
          return Grid(height: 2 * side, width: 2 * side) { row, column in
            tiles[row / side * 2 + column / side][row % side, column % side]
          }
        },
        input: { scatter(Canvas(height: side, width: side), palette: palette(), using: &$0) })
    }
  }
}
