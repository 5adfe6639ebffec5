extension PrimitiveGroup {
  /// Cells that move within the grid.
  static let shifts = PrimitiveGroup(
    "shifts", "cells that move within the grid: shifts and gravity",
    [
      Primitive("cycle", "{0} shifted {1} by {2}, around the edge") {
        (grid: Grid, direction: Direction, count: Int) throws(Undefined) in
        guard count > 0, count < 30 else { throw .sizes }
        let (height, width) = (grid.height, grid.width)
        let (rows, columns) = ((direction.rows * count) % height, (direction.columns * count) % width)
        return Grid(packedHeight: height, width: width) { row, column in
          grid.cells[(row - rows + height) % height * width + (column - columns + width) % width]
        }
      },
      Primitive("shift", "{0} shifted {1} by {2}, over the edge") {
        (grid: Grid, direction: Direction, count: Int) throws(Undefined) in
        guard count > 0, count < 30 else { throw .sizes }
        let (rows, columns) = (direction.rows * count, direction.columns * count)
        let background = grid.background
        return Grid(packedHeight: grid.height, width: grid.width) { row, column in
          let (r, c) = (row - rows, column - columns)
          return r >= 0 && r < grid.height && c >= 0 && c < grid.width ? grid.cells[r * grid.width + c] : background
        }
      },
      Primitive("fall", "{0} with its cells fallen {1}") { (grid: Grid, direction: Direction) throws(Undefined) in
        let (turn, background) = (try direction.toLeft(), grid.background)
        return turn.packed(turn.packed(grid).settled(background) { _ in false })
      },
      Primitive("fall_onto", "{0} with its cells fallen {1}, but for the {2} ones") {
        (grid: Grid, direction: Direction, wall: Colour) throws(Undefined) in
        let (turn, background) = (try direction.toLeft(), grid.background)
        guard wall.symbol != background, grid.cells.contains(wall.symbol) else { throw .nothing }
        return turn.packed(turn.packed(grid).settled(background) { $0 == wall.symbol })
      },
      Primitive("align", "{0} with each of its rows or columns pushed {1} to the edge") {
        (grid: Grid, direction: Direction) throws(Undefined) in
        let (turn, background) = (try direction.toLeft(), grid.background)
        return turn.packed(turn.packed(grid).pushed(background))
      },
      Primitive("slant", "{0} with each row shifted further than the one below, around the edge, {1}") {
        (grid: Grid, direction: Direction) throws(Undefined) in
        let turn = try direction.toLeft()
        let turned = turn.packed(grid)
        return turn.packed(
          Grid(packedHeight: turned.height, width: turned.width) { row, column in
            turned.cells[row * turned.width + (column + turned.height - 1 - row) % turned.width]
          })
      },
    ])
}

extension Grid {
  /// Returns the grid with its cells moved to the left until they meet the edge, a wall or another.
  @inline(__always) fileprivate func settled(_ background: UInt8, wall: (UInt8) -> Bool) -> Grid {
    var settled = [UInt8](repeating: background, count: cells.count)
    for start in stride(from: 0, to: cells.count, by: width) {
      var free = start
      for index in start..<start + width where cells[index] != background {
        if wall(cells[index]) { free = index }
        settled[free] = cells[index]
        free += 1
      }
    }
    return Grid(packed: settled, height: height, width: width)
  }

  /// Returns the grid with each row moved to the left as a whole.
  fileprivate func pushed(_ background: UInt8) -> Grid {
    var pushed = [UInt8](repeating: background, count: cells.count)
    for start in stride(from: 0, to: cells.count, by: width) {
      guard let first = (start..<start + width).first(where: { cells[$0] != background }) else { continue }
      for index in first..<start + width { pushed[start + index - first] = cells[index] }
    }
    return Grid(packed: pushed, height: height, width: width)
  }
}
