extension PrimitiveGroup {
  /// For each cell what is seen from it.
  static let viewMaps = PrimitiveGroup(
    "viewMaps", "for each cell, the colours seen from it along lines",
    [
      Primitive("seen", "for each cell of {0}, the first colour seen {1} of it") { (grid: Grid, direction: Direction) in
        grid.seen(direction)
      },
      Primitive("neighbour", "for each cell of {0}, the colour of its neighbour {1}") {
        (grid: Grid, direction: Direction) in
        let background = grid.background
        return Grid(packedHeight: grid.height, width: grid.width) { row, column in
          let (r, c) = (row + direction.rows, column + direction.columns)
          return r >= 0 && r < grid.height && c >= 0 && c < grid.width ? grid.cells[r * grid.width + c] : background
        }
      },
      Primitive("seen_from_edge", "for each cell of {0}, the first colour seen along its line from the edge {1}") {
        (grid: Grid, side: Direction) throws(Undefined) in
        let (turn, background) = (try side.toLeft(), grid.background)
        let turned = turn.packed(grid)
        let first = (0..<turned.height).map { row in
          turned.cells[row * turned.width..<(row + 1) * turned.width].first { $0 != background } ?? background
        }
        return turn.packed(Grid(packedHeight: turned.height, width: turned.width) { row, _ in first[row] })
      },
      Primitive("edge_colour", "for each cell of {0}, the colour at the end of its line that lies {1}") {
        (grid: Grid, side: Direction) throws(Undefined) in
        let turn = try side.toLeft()
        let turned = turn.packed(grid)
        return turn.packed(
          Grid(packedHeight: turned.height, width: turned.width) { row, _ in turned.cells[row * turned.width] })
      },
      Primitive("marks_seen", "for each cell of {0}, in how many of the four directions it sees coloured cells") {
        (grid: Grid) in
        let background = grid.background
        let views = Direction.straight.map { grid.seen($0).cells }
        let cells = grid.cells.indices.map { index in
          UInt8(views.count { $0[index] != background })
        }
        return Grid(packed: cells, height: grid.height, width: grid.width)
      },
      Primitive("between_alike", "for each cell of {0}, the colour that it sees on two opposite sides") {
        (grid: Grid) in
        let background = grid.background
        let (up, down, left, right) = (grid.seen(.up), grid.seen(.down), grid.seen(.left), grid.seen(.right))
        let cells = grid.cells.indices.map { index in
          left.cells[index] == right.cells[index] && left.cells[index] != background
            ? left.cells[index] : up.cells[index] == down.cells[index] ? up.cells[index] : background
        }
        return Grid(packed: cells, height: grid.height, width: grid.width)
      },
      Primitive("crossing", "for each cell of {0}, whether its row and its column are marked at the edge") {
        (grid: Grid) in
        let background = grid.background
        let last = grid.cells.count - grid.width
        return Grid(packedHeight: grid.height, width: grid.width) { row, column in
          let start = row * grid.width
          let isRow = grid.cells[start] != background || grid.cells[start + grid.width - 1] != background
          let isColumn = grid.cells[column] != background || grid.cells[last + column] != background
          return (isRow ? 1 : 0) + (isColumn ? 2 : 0)
        }
      },
    ])
}

extension Grid {
  /// Returns for each cell the colour of the nearest coloured cell in a direction, or the background if there is none.
  func seen(_ direction: Direction) -> Grid {
    let background = background
    var seen = [UInt8](repeating: background, count: cells.count)
    let (rows, columns) = (direction.rows, direction.columns)
    for line in 0..<height {
      let row = rows < 0 ? line : height - 1 - line
      let next = row + rows
      guard next >= 0, next < height else { continue }
      for place in 0..<width {
        let column = columns < 0 ? place : width - 1 - place
        let nextColumn = column + columns
        guard nextColumn >= 0, nextColumn < width else { continue }
        let neighbour = next * width + nextColumn
        seen[row * width + column] = cells[neighbour] != background ? cells[neighbour] : seen[neighbour]
      }
    }
    return Grid(packed: seen, height: height, width: width)
  }
}
