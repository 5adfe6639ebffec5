import Randomness

extension Grids {
  /// The grid is cropped to the box around the cells of a hidden colour, which they keep or change for another hidden
  /// one.
  public var crop: ProceduralFamily {
    let rules = (1...9).flatMap { target in
      (0...9).filter { $0 != target }.map { "\(target) \(word(colour: $0))" }
    }
    return family("crop", "cut out the box around one colour", rules: rules) { generator in
      let target = generator.integer(in: 1..<10)
      let colour = (target + generator.integer(in: 1..<10)) % 10
      let size = size(using: &generator)
      return GridRule(
        signature: "\(target) \(word(colour: colour))",
        solve: { grid in
          let cells = grid.cells.indices.filter { Int(grid.cells[$0]) == target }
          let rows = cells.map { $0 / grid.width }
          let columns = cells.map { $0 % grid.width }
          guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max()
          else { return grid }
          return Grid(height: bottom - top + 1, width: right - left + 1) { row, column in
            let symbol = grid[top + row, left + column]
            return symbol == target && colour != 0 ? colour : symbol
          }
        },
        input: { generator in
          patch(size, colour: target, palette: palette(avoiding: [target, colour]), using: &generator)
        })
    }
  }

  /// Returns a ragged patch of a colour among scattered others, smaller than the grid.
  private func patch(_ size: Canvas, colour: Int, palette: [Int], using generator: inout Generator) -> Grid {
    let noise = scatter(size, palette: palette, using: &generator)
    let height = generator.integer(in: 1..<size.height)
    let width = generator.integer(in: 1..<size.width)
    let top = generator.integer(in: 0..<size.height - height + 1)
    let left = generator.integer(in: 0..<size.width - width + 1)
    return Grid(height: size.height, width: size.width) { row, column in
      let (r, c) = (row - top, column - left)
      guard (0..<height).contains(r), (0..<width).contains(c) else { return noise[row, column] }
      return (r == 0 && c == 0) || generator.bernoulli(0.6) ? colour : noise[row, column]
    }
  }
}
