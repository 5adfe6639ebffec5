import Randomness

extension Grids {
  /// The coloured cells of every row, or column, are counted by a bar of a hidden colour from a hidden side, on a
  /// hidden ground.
  public var tally: ProceduralFamily {
    let sides: [(name: String, turn: Dihedral)] = [
      ("left", .identity), ("right", .flipHorizontal), ("top", .transpose), ("bottom", .rotate90),
    ]
    let rules = sides.flatMap { side in
      (1...9).flatMap { bar in (0...9).filter { $0 != bar }.map { "\(side.name) \(bar) \($0)" } }
    }
    return family("tally", "count every row or column in bars", rules: rules) { generator in
      let side = sides[generator.integer(in: 0..<4)]
      let bar = generator.integer(in: 1..<10)
      let ground = (bar + generator.integer(in: 1..<10)) % 10
      let size = size(using: &generator)
      return GridRule(
        signature: "\(side.name) \(bar) \(ground)",
        solve: { grid in
          // Rotated so that the side is on the left, every row is a bar.
          let turned = side.turn(grid)
          let counts = (0..<turned.height).map { row in (0..<turned.width).count { turned[row, $0] != 0 } }
          let bars = Grid(height: turned.height, width: turned.width) { $1 < counts[$0] ? bar : ground }
          return side.turn.inverse(bars)
        },
        input: { scatter(size, palette: palette(avoiding: [bar, ground]), using: &$0) })
    }
  }
}
