extension PrimitiveGroup {
  /// A colour of a grid.
  static let colours = PrimitiveGroup(
    "colours", "which colour: by how common it is, by its place",
    [
      Primitive("background", "the background of {0}") { (grid: Grid) in Colour(grid.background) },
      Primitive("commonest", "the most common colour of {0}") { (grid: Grid) in Colour(grid.commonest) },
      Primitive("rarest", "the least common colour of {0}") { (grid: Grid) throws(Undefined) in
        try Colour(grid.coloursByCount.unambiguous(-1, in: grid))
      },
      Primitive("commonest_mark", "the most common colour on the background of {0}") { (grid: Grid) throws(Undefined) in
        try Colour(grid.marksByCount.unambiguous(0, in: grid))
      },
      Primitive("rarest_mark", "the least common colour on the background of {0}") { (grid: Grid) throws(Undefined) in
        try Colour(grid.marksByCount.unambiguous(-1, in: grid))
      },
      Primitive("second_mark", "the second most common colour on the background of {0}") {
        (grid: Grid) throws(Undefined) in
        try Colour(grid.marksByCount.unambiguous(1, in: grid))
      },
      Primitive("only_mark", "the only colour on the background of {0}") { (grid: Grid) throws(Undefined) in
        let marks = grid.marksByCount
        guard let mark = marks.first else { throw .nothing }
        guard marks.count == 1 else { throw .tie }
        return Colour(mark)
      },
      Primitive("other_mark", "the colour of {0} that is neither its background nor {1}") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        let marks = grid.marksByCount.filter { $0 != colour.symbol }
        guard let mark = marks.first else { throw .nothing }
        guard marks.count == 1 else { throw .tie }
        return Colour(mark)
      },
      Primitive("marks", "the colours on the background of {0}, the most common first") { (grid: Grid) in
        grid.marksByCount.map(Colour.init)
      },
      Primitive("colour_at", "the colour of {0} at {1}") { (grid: Grid, place: Position) throws(Undefined) in
        guard (0..<grid.height).contains(place.row), (0..<grid.width).contains(place.column) else { throw .nothing }
        return Colour(grid.cells[place.row * grid.width + place.column])
      },
      Primitive("corner_colour", "the colour of the corner of {0} that lies {1}") {
        (grid: Grid, corner: Direction) throws(Undefined) in
        guard Direction.diagonal.contains(corner) else { throw .noSuchStructure }
        let (row, column) = (corner.rows < 0 ? 0 : grid.height - 1, corner.columns < 0 ? 0 : grid.width - 1)
        return Colour(grid.cells[row * grid.width + column])
      },
      Primitive("centre_colour", "the colour in the middle of {0}") { (grid: Grid) in
        Colour(grid.cells[grid.height / 2 * grid.width + grid.width / 2])
      },
      Primitive("border_colour", "the only colour on the border of {0}") { (grid: Grid) throws(Undefined) in
        let colour = grid.cells[0]
        for index in grid.cells.indices where grid.cells[index] != colour {
          let (row, column) = (index / grid.width, index % grid.width)
          if row == 0 || column == 0 || row == grid.height - 1 || column == grid.width - 1 { throw .tie }
        }
        return Colour(colour)
      },
    ])
}

extension Grid {
  /// The colours that occur on the background, the most common first, then the smaller.
  var marksByCount: [UInt8] {
    let background = background
    return coloursByCount.filter { $0 != background }
  }
}

extension [UInt8] {
  /// Returns the colour at an index, from the end if negative, unless another is as common.
  fileprivate func unambiguous(_ index: Int, in grid: Grid) throws(Undefined) -> UInt8 {
    let index = index < 0 ? count + index : index
    guard indices.contains(index) else { throw .nothing }
    let counts = grid.colourCounts
    for neighbour in [index - 1, index + 1] where indices.contains(neighbour) {
      if counts[Int(self[neighbour])] == counts[Int(self[index])] { throw .tie }
    }
    return self[index]
  }
}
