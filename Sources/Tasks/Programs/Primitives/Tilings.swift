extension PrimitiveGroup {
  /// Tilings by copies.
  static let tilings = PrimitiveGroup(
    "tilings", "tilings by copies, mirrored copies and turned copies",
    [
      Primitive("tile", "{0} tiled {1} times down and {2} times across") {
        (grid: Grid, down: Int, across: Int) throws(Undefined) in
        try grid.tiled(down, across) { _, _ in .identity }
      },
      Primitive("wallpaper", "{0} tiled {1} times down and {2} times across, mirrored at each seam") {
        (grid: Grid, down: Int, across: Int) throws(Undefined) in
        try grid.tiled(down, across) { row, column in
          row % 2 == 0
            ? column % 2 == 0 ? .identity : .flipHorizontal : column % 2 == 0 ? .flipVertical : .rotate180
        }
      },
      Primitive("tile_mirrored_rows", "{0} tiled {1} times down and {2} times across, every second row mirrored") {
        (grid: Grid, down: Int, across: Int) throws(Undefined) in
        try grid.tiled(down, across) { row, _ in row % 2 == 0 ? .identity : .flipHorizontal }
      },
      Primitive("tile_mirrored_columns", "{0} tiled {1} times down and {2} times across, every second column flipped") {
        (grid: Grid, down: Int, across: Int) throws(Undefined) in
        try grid.tiled(down, across) { _, column in column % 2 == 0 ? .identity : .flipVertical }
      },
      Primitive("four_mirrored", "{0} and its mirror images, two by two") { (grid: Grid) throws(Undefined) in
        try grid.tiled(2, 2) { row, column in
          [.identity, .flipHorizontal, .flipVertical, .rotate180][row * 2 + column]
        }
      },
      Primitive("four_mirrored_inwards", "the mirror images of {0} around its half turn, two by two") {
        (grid: Grid) throws(Undefined) in
        try grid.tiled(2, 2) { row, column in
          [.rotate180, .flipVertical, .flipHorizontal, .identity][row * 2 + column]
        }
      },
      Primitive("four_turned", "{0} and its turns, clockwise, two by two") { (grid: Grid) throws(Undefined) in
        try grid.tiled(2, 2) { row, column in [.identity, .rotate90, .rotate270, .rotate180][row * 2 + column] }
      },
      Primitive("four_turned_back", "{0} and its turns, anticlockwise, two by two") { (grid: Grid) throws(Undefined) in
        try grid.tiled(2, 2) { row, column in [.identity, .rotate270, .rotate90, .rotate180][row * 2 + column] }
      },
    ])
}

extension Grid {
  /// Returns copies of the grid beside and above each other, each turned by `turn(row, column)`.
  fileprivate func tiled(_ down: Int, _ across: Int, _ turn: (Int, Int) -> Dihedral) throws(Undefined) -> Grid {
    guard down > 0, across > 0, down * across > 1 else { throw .sizes }
    guard down <= 30, across <= 30 else { throw .tooLarge }
    try Self.check(height: height * down, width: width * across)
    var tiles: [Dihedral: Grid] = [:]
    var rows: [Grid] = []
    for row in 0..<down {
      var line: [Grid] = []
      for column in 0..<across {
        let turn = turn(row, column)
        guard height == width || !turn.exchangesSides else { throw .sizes }
        let tile = tiles[turn] ?? turn.packed(self)
        tiles[turn] = tile
        line.append(tile)
      }
      rows.append(try Self.beside(line))
    }
    return try Self.above(rows)
  }
}
