extension PrimitiveGroup {
  /// Larger and smaller copies.
  static let scaling = PrimitiveGroup(
    "scaling", "larger and smaller copies, grids of grids",
    [
      Primitive("scale", "{0} scaled up {1} times") { (grid: Grid, factor: Int) throws(Undefined) in
        try grid.scaled(factor, factor)
      },
      Primitive("scale_tall", "{0} made {1} times taller") { (grid: Grid, factor: Int) throws(Undefined) in
        try grid.scaled(factor, 1)
      },
      Primitive("scale_wide", "{0} made {1} times wider") { (grid: Grid, factor: Int) throws(Undefined) in
        try grid.scaled(1, factor)
      },
      Primitive("shrink", "{0} scaled down as far as its blocks are of one colour") { (grid: Grid) throws(Undefined) in
        guard let factor = (2...30).last(where: grid.hasBlocks) else { throw .noSuchStructure }
        return grid.sampled(factor)
      },
      Primitive("shrink_by", "{0} scaled down {1} times, each block by its most common colour") {
        (grid: Grid, factor: Int) throws(Undefined) in
        guard factor > 1, grid.height % factor == 0, grid.width % factor == 0 else { throw .sizes }
        return Grid(packedHeight: grid.height / factor, width: grid.width / factor) { row, column in
          grid.part(Box(top: row * factor, left: column * factor, height: factor, width: factor)).commonest
        }
      },
      Primitive("grid_of", "{0} with each coloured cell replaced by {1}") {
        (grid: Grid, tile: Grid) throws(Undefined) in
        let background = grid.background
        return try grid.product(tile) { cell, colour in cell == background ? background : colour }
      },
      Primitive("grid_of_inverse", "{0} with each background cell replaced by {1}") {
        (grid: Grid, tile: Grid) throws(Undefined) in
        let background = grid.background
        return try grid.product(tile) { cell, colour in cell == background ? colour : background }
      },
      Primitive("grid_where", "{0} with each {2} cell replaced by {1}") {
        (grid: Grid, tile: Grid, colour: Colour) throws(Undefined) in
        try grid.product(tile) { cell, other in cell == colour.symbol ? other : 0 }
      },
      Primitive("grid_in_colours", "{0} with each cell replaced by {1} in the cell's colour") {
        (grid: Grid, tile: Grid) throws(Undefined) in
        let background = tile.background
        return try grid.product(tile) { cell, colour in colour == background ? background : cell }
      },
    ])
}

extension Grid {
  /// Returns the grid with each cell repeated.
  func scaled(_ tall: Int, _ wide: Int) throws(Undefined) -> Grid {
    guard tall > 0, wide > 0, tall * wide > 1 else { throw .sizes }
    guard tall <= 30, wide <= 30 else { throw .tooLarge }
    try Self.check(height: height * tall, width: width * wide)
    var scaled: [UInt8] = []
    scaled.reserveCapacity(cells.count * tall * wide)
    for row in 0..<height {
      for _ in 0..<tall {
        for column in 0..<width {
          for _ in 0..<wide { scaled.append(cells[row * width + column]) }
        }
      }
    }
    return Grid(packed: scaled, height: height * tall, width: width * wide)
  }

  /// Returns the Kronecker product with a tile.
  @inline(__always)
  func product(_ tile: Grid, _ colour: (_ cell: UInt8, _ tile: UInt8) -> UInt8) throws(Undefined) -> Grid {
    let (height, width) = (height * tile.height, width * tile.width)
    try Self.check(height: height, width: width)
    guard tile.cells.count > 1, cells.count > 1 else { throw .sizes }
    var product: [UInt8] = []
    product.reserveCapacity(height * width)
    for row in 0..<self.height {
      for tileRow in 0..<tile.height {
        for column in 0..<self.width {
          let cell = cells[row * self.width + column]
          for tileColumn in 0..<tile.width {
            product.append(colour(cell, tile.cells[tileRow * tile.width + tileColumn]))
          }
        }
      }
    }
    return Grid(packed: product, height: height, width: width)
  }

  /// Whether squares of this side tile the grid and each is of one colour.
  fileprivate func hasBlocks(of side: Int) -> Bool {
    guard height % side == 0, width % side == 0 else { return false }
    for row in 0..<height {
      for column in 0..<width
      where cells[row * width + column] != cells[(row - row % side) * width + column - column % side] { return false }
    }
    return true
  }

  /// Returns every `step`th cell of every `step`th row.
  func sampled(_ step: Int) -> Grid {
    Grid(packedHeight: (height + step - 1) / step, width: (width + step - 1) / step) { row, column in
      cells[row * step * width + column * step]
    }
  }
}
