import Randomness

extension Grids {
  /// The outermost ring of cells, or the one inside it, takes a hidden colour, and other coloured cells keep theirs or
  /// take another one.
  public var frame: ProceduralFamily {
    let rules = (0...1).flatMap { ring in
      (1...9).flatMap { frame in (0...9).map { "\(ring) \(frame) \(word(colour: $0))" } }
    }
    return family("frame", "draw a frame", rules: rules) { generator in
      let ring = generator.integer(in: 0..<2)
      let frame = generator.integer(in: 1..<10)
      let colour = generator.integer(in: 0..<10)
      let size = size(using: &generator)
      return GridRule(
        signature: "\(ring) \(frame) \(word(colour: colour))",
        solve: { grid in
          Grid(height: grid.height, width: grid.width) { row, column in
            let depth = min(row, column, grid.height - 1 - row, grid.width - 1 - column)
            if depth == ring { return frame }
            return grid[row, column] == 0 || colour == 0 ? grid[row, column] : colour
          }
        },
        input: { scatter(size, palette: palette(avoiding: [frame, colour]), using: &$0) })
    }
  }
}
