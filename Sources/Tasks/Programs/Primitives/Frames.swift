extension PrimitiveGroup {
  /// The border of a grid and what lies inside.
  static let frames = PrimitiveGroup(
    "frames", "borders and what lies inside of them",
    [
      Primitive("peel", "{0} without its border") { (grid: Grid) throws(Undefined) in
        guard grid.height > 2, grid.width > 2 else { throw .sizes }
        return grid.part(Box(top: 1, left: 1, height: grid.height - 2, width: grid.width - 2))
      },
      Primitive("frame", "{0} in a {1} frame") { (grid: Grid, colour: Colour) throws(Undefined) in
        try grid.padded(1, 1, 1, 1, colour.symbol)
      },
      Primitive("draw_border", "{0} with a {1} border drawn on it") { (grid: Grid, colour: Colour) in
        Grid(packedHeight: grid.height, width: grid.width) { row, column in
          row == 0 || column == 0 || row == grid.height - 1 || column == grid.width - 1
            ? colour.symbol : grid.cells[row * grid.width + column]
        }
      },
      Primitive("pad", "{0} with a line of {2} cells added that lies {1}") {
        (grid: Grid, side: Direction, colour: Colour) throws(Undefined) in
        try grid.padded(
          side.rows < 0 ? 1 : 0, side.rows > 0 ? 1 : 0, side.columns < 0 ? 1 : 0, side.columns > 0 ? 1 : 0,
          colour.symbol)
      },
      Primitive("extend_edges", "{0} with its outermost lines repeated around it") { (grid: Grid) throws(Undefined) in
        try Grid.check(height: grid.height + 2, width: grid.width + 2)
        return Grid(packedHeight: grid.height + 2, width: grid.width + 2) { row, column in
          let (r, c) = (min(max(row - 1, 0), grid.height - 1), min(max(column - 1, 0), grid.width - 1))
          return r != row - 1 && c != column - 1 ? 0 : grid.cells[r * grid.width + c]
        }
      },
      Primitive("inside", "the inside of the largest {1} frame of {0}") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        try grid.part(grid.insideOfFrame(colour.symbol))
      },
      Primitive("inside_frame", "the inside of the largest frame of {0}") { (grid: Grid) throws(Undefined) in
        let background = grid.background
        var largest: Box?
        for colour in grid.coloursByCount where colour != background {
          guard let box = try? grid.insideOfFrame(colour) else { continue }  // A colour without frames is passed over.
          if box.height * box.width > largest.map({ $0.height * $0.width }) ?? 0 { largest = box }
        }
        guard let largest else { throw .noSuchStructure }
        return grid.part(largest)
      },
      Primitive("inside_out", "{0} with the colours of its rings in reverse order") { (grid: Grid) throws(Undefined) in
        let rings = (0..<(min(grid.height, grid.width) + 1) / 2).map { grid.cells[$0 * grid.width + $0] }
        return Grid(
          packed: try grid.cells.enumerated().map { index, cell throws(Undefined) in
            let (row, column) = (index / grid.width, index % grid.width)
            let ring = min(row, column, grid.height - 1 - row, grid.width - 1 - column)
            guard cell == rings[ring] else { throw .noSuchStructure }
            return rings[rings.count - 1 - ring]
          }, height: grid.height, width: grid.width)
      },
    ])
}

extension Grid {
  /// Returns the grid with lines added on its sides.
  func padded(_ up: Int, _ down: Int, _ left: Int, _ right: Int, _ colour: UInt8) throws(Undefined) -> Grid {
    let (height, width) = (height + up + down, width + left + right)
    try Self.check(height: height, width: width)
    var padded = [UInt8](repeating: colour, count: height * width)
    for row in 0..<self.height {
      let start = (row + up) * width + left
      padded.replaceSubrange(start..<start + self.width, with: cells[row * self.width..<(row + 1) * self.width])
    }
    return Grid(packed: padded, height: height, width: width)
  }

  /// Returns the inside of the largest rectangle whose border is of a colour.
  func insideOfFrame(_ colour: UInt8) throws(Undefined) -> Box {
    // The number of cells of the colour from each cell on, to the right and downwards.
    var right = [Int](repeating: 0, count: cells.count)
    var down = right
    for index in cells.indices.reversed() where cells[index] == colour {
      right[index] = 1 + ((index + 1) % width == 0 ? 0 : right[index + 1])
      down[index] = 1 + (index + width < cells.count ? down[index + width] : 0)
    }
    var largest = Box(top: 0, left: 0, height: 0, width: 0)
    for start in cells.indices where right[start] > 2 && down[start] > 2 {
      // A frame's corner: solid regions would offer one at each cell.
      if start >= width, start % width > 0, cells[start - width] == colour, cells[start - 1] == colour { continue }
      for height in 3...down[start] where right[start + (height - 1) * width] > 2 {
        var width = min(right[start], right[start + (height - 1) * self.width])
        while width > 2, (height - 2) * (width - 2) > largest.height * largest.width {
          if down[start + width - 1] >= height {
            largest = Box(
              top: start / self.width + 1, left: start % self.width + 1, height: height - 2, width: width - 2)
          }
          width -= 1
        }
      }
    }
    guard largest.height > 0 else { throw .noSuchStructure }
    return largest
  }
}
