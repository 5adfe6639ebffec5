import Randomness

extension Grids {
  /// Every coloured cell falls to a hidden side, and may take a hidden colour.
  public var drop: ProceduralFamily {
    let sides: [(name: String, turn: Dihedral)] = [
      ("down", .identity), ("up", .rotate180), ("right", .rotate90), ("left", .rotate270),
    ]
    let rules = sides.flatMap { side in (0...9).map { "\(side.name) \(word(colour: $0))" } }
    return family("drop", "every cell falls to one side", rules: rules) { generator in
      let side = sides[generator.integer(in: 0..<4)]
      let colour = generator.integer(in: 0..<10)
      let size = size(using: &generator)
      return GridRule(
        signature: "\(side.name) \(word(colour: colour))",
        solve: { grid in
          // Rotated so that the side is at the bottom, every column fills up from there.
          let turned = side.turn(grid)
          let columns = (0..<turned.width).map { column in
            let coloured = (0..<turned.height).map { turned[$0, column] }.filter { $0 != 0 }
            return [Int](repeating: 0, count: turned.height - coloured.count)
              + coloured.map { colour == 0 ? $0 : colour }
          }
          return side.turn.inverse(Grid(height: turned.height, width: turned.width) { columns[$1][$0] })
        },
        input: { scatter(size, palette: palette(avoiding: [colour]), using: &$0) })
    }
  }
}
