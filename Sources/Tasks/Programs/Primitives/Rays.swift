extension PrimitiveGroup {
  /// Lines that coloured cells send out.
  static let rays = PrimitiveGroup(
    "rays", "rays of coloured cells, to an obstacle or to the edge",
    [
      Primitive("rays", "{0} with rays {1} from each cell") { (grid: Grid, direction: Direction) throws(Undefined) in
        try grid.rays([direction])
      },
      Primitive("rays", "{0} with rays {2} from each {1} cell") {
        (grid: Grid, colour: Colour, direction: Direction) throws(Undefined) in
        try grid.rays([direction], of: colour.symbol)
      },
      Primitive("straight_rays", "{0} with rays from each cell in the four directions") {
        (grid: Grid) throws(Undefined) in try grid.rays(Direction.straight)
      },
      Primitive("straight_rays", "{0} with rays from each {1} cell in the four directions") {
        (grid: Grid, colour: Colour) throws(Undefined) in try grid.rays(Direction.straight, of: colour.symbol)
      },
      Primitive("diagonal_rays", "{0} with rays from each cell along the diagonals") {
        (grid: Grid) throws(Undefined) in try grid.rays(Direction.diagonal)
      },
      Primitive("diagonal_rays", "{0} with rays from each {1} cell along the diagonals") {
        (grid: Grid, colour: Colour) throws(Undefined) in try grid.rays(Direction.diagonal, of: colour.symbol)
      },
      Primitive("row_rays", "{0} with rays from each cell to both sides") { (grid: Grid) throws(Undefined) in
        try grid.rays([.left, .right])
      },
      Primitive("column_rays", "{0} with rays from each cell up and down") { (grid: Grid) throws(Undefined) in
        try grid.rays([.up, .down])
      },
      Primitive("row_rays", "{0} with rays from each {1} cell to both sides") {
        (grid: Grid, colour: Colour) throws(Undefined) in try grid.rays([.left, .right], of: colour.symbol)
      },
      Primitive("column_rays", "{0} with rays from each {1} cell up and down") {
        (grid: Grid, colour: Colour) throws(Undefined) in try grid.rays([.up, .down], of: colour.symbol)
      },
      Primitive("beams", "{0} with beams {2} from each {1} cell, over all") {
        (grid: Grid, colour: Colour, direction: Direction) throws(Undefined) in
        try grid.rays([direction], of: colour.symbol, passes: true)
      },
      Primitive("reach", "{0} with the rays {2} of {1} cells that meet something") {
        (grid: Grid, colour: Colour, direction: Direction) throws(Undefined) in
        try grid.rays([direction], of: colour.symbol, mustMeet: true)
      },
      Primitive("reach", "{0} with the straight rays of {1} cells that meet something") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        try grid.rays(Direction.straight, of: colour.symbol, mustMeet: true)
      },
      Primitive("sight", "the background cells {2} of {1} in {0}, up to an obstacle") {
        (grid: Grid, mask: Mask, direction: Direction) throws(Undefined) in
        guard grid.height == mask.height, grid.width == mask.width else { throw .sizes }
        var seen = [UInt8](repeating: 0, count: grid.cells.count)
        let background = grid.background
        for start in mask.cells.indices where mask.cells[start] != 0 {
          var walk = Walk(grid, from: start, direction)
          while let cell = walk.step(), grid.cells[cell] == background { seen[cell] = 1 }
        }
        return try Mask(height: grid.height, width: grid.width, cells: seen).nonempty()
      },
      Primitive("zigzag", "{0} with rays {2} of {1} cells that bounce off the left and the right edge") {
        (grid: Grid, colour: Colour, direction: Direction) throws(Undefined) in
        try grid.bouncing(colour.symbol, direction, offSides: true)
      },
      Primitive("zigzag_across", "{0} with rays {2} of {1} cells that bounce off the upper and the lower edge") {
        (grid: Grid, colour: Colour, direction: Direction) throws(Undefined) in
        try grid.bouncing(colour.symbol, direction, offSides: false)
      },
      Primitive("extend", "{0} with its lines made longer, up to an obstacle") { (grid: Grid) throws(Undefined) in
        try grid.extended()
      },
    ])
}

extension Grid {
  /// Returns the grid with rays of its coloured cells, of one colour if it is given: through the background, or over all
  /// that they pass; only those that meet a coloured cell if they must.
  func rays(
    _ directions: [Direction], of colour: UInt8? = nil, passes: Bool = false, mustMeet: Bool = false
  ) throws(Undefined) -> Grid {
    let background = background
    guard colour == nil || colour != background && cells.contains(colour ?? 0) else { throw .nothing }
    var drawn = cells
    for start in cells.indices where cells[start] != background && cells[start] == colour ?? cells[start] {
      for direction in directions {
        var walk = Walk(self, from: start, direction)
        var path: [Int] = []
        var meets = false
        while let cell = walk.step() {
          meets = cells[cell] != background
          if meets, !passes { break }
          if mustMeet { path.append(cell) } else { drawn[cell] = cells[start] }
        }
        if meets { for cell in path { drawn[cell] = cells[start] } }
      }
    }
    return Grid(packed: drawn, height: height, width: width)
  }

  /// Returns the grid with diagonal rays of the cells of a colour that two opposite edges reflect, until they reach one
  /// of the other edges or a coloured cell.
  func bouncing(_ colour: UInt8, _ direction: Direction, offSides: Bool) throws(Undefined) -> Grid {
    guard direction.rows != 0, direction.columns != 0, (offSides ? width : height) > 1 else { throw .noSuchStructure }
    let background = background
    guard colour != background, cells.contains(colour) else { throw .nothing }
    var drawn = cells
    for start in cells.indices where cells[start] == colour {
      var (row, column, down, right) = (start / width, start % width, direction.rows, direction.columns)
      while true {
        if offSides, !(0..<width).contains(column + right) { right = -right }
        if !offSides, !(0..<height).contains(row + down) { down = -down }
        (row, column) = (row + down, column + right)
        guard (0..<height).contains(row), (0..<width).contains(column) else { break }
        let cell = row * width + column
        if cells[cell] != background { break }
        drawn[cell] = colour
      }
    }
    return Grid(packed: drawn, height: height, width: width)
  }

  /// Returns the grid with its straight and diagonal lines of two or more cells made longer at both ends.
  func extended() throws(Undefined) -> Grid {
    let background = background
    var drawn = cells
    var isLine = false
    for object in try Notion.object(self) {
      guard let (first, last, direction) = object.line else { continue }
      isLine = true
      for (end, rows, columns) in [
        (last, direction.rows, direction.columns), (first, -direction.rows, -direction.columns),
      ] {
        var walk = Walk(self, row: end.row, column: end.column, rows: rows, columns: columns)
        while let cell = walk.step(), cells[cell] == background { drawn[cell] = object.mainColour }
      }
    }
    guard isLine else { throw .noSuchStructure }
    return Grid(packed: drawn, height: height, width: width)
  }
}

/// A walk over the cells of a grid in one direction, until its edge.
struct Walk {
  private let (height, width): (Int, Int)
  private let (rows, columns): (Int, Int)
  private var (row, column): (Int, Int)

  init(_ grid: Grid, row: Int, column: Int, rows: Int, columns: Int) {
    (height, width) = (grid.height, grid.width)
    (self.row, self.column, self.rows, self.columns) = (row, column, rows, columns)
  }

  init(_ grid: Grid, from cell: Int, _ direction: Direction) {
    self.init(
      grid, row: cell / grid.width, column: cell % grid.width, rows: direction.rows, columns: direction.columns)
  }

  /// Goes on and returns the cell that is reached, or `nil` beyond the edge.
  mutating func step() -> Int? {
    (row, column) = (row + rows, column + columns)
    return row >= 0 && row < height && column >= 0 && column < width ? row * width + column : nil
  }
}

extension GridObject {
  /// The two ends of a straight or diagonal line and the direction from the first to the last, or `nil` for another
  /// object.
  var line: (first: Position, last: Position, direction: Direction)? {
    let (first, last) = (Position(row: top, column: left), Position(row: bottom - 1, column: right - 1))
    if isLine { return (first, last, height == 1 ? .right : .down) }
    guard height == width, height > 1, size == height else { return nil }
    if (0..<height).allSatisfy({ contains($0, $0) }) { return (first, last, .downRight) }
    guard (0..<height).allSatisfy({ contains($0, width - 1 - $0) }) else { return nil }
    return (Position(row: top, column: right - 1), Position(row: bottom - 1, column: left), .downLeft)
  }
}
