import Randomness

extension Grids {
  /// The path between the two doors of a maze is marked; the colours of the floor, the doors and the path are hidden.
  public var maze: ProceduralFamily {
    let rooms = (min(heights.upperBound, widths.upperBound) + 1) / 2
    return family("maze", "mark the way through a maze", canvas: Canvas(height: 2 * rooms - 1, width: 2 * rooms - 1)) {
      generator in
      let colours = generator.permutation(10)
      let (floor, door, way, wall) = (colours[0], colours[1], colours[2], colours[3])
      return GridRule(
        signature: "\(floor) \(door) \(way)",
        solve: { grid in
          var cells = grid.cells
          for cell in Self.way(through: grid, floor: UInt8(floor), door: UInt8(door)) { cells[cell] = UInt8(way) }
          return Grid(height: grid.height, width: grid.width, cells: cells)
        },
        input: { generator in
          let maze = Self.drawMaze(rooms: rooms, using: &generator)
          return Grid(height: maze.height, width: maze.width) { [floor, wall, door][maze[$0, $1]] }
        })
    }
  }

  /// Returns the floor of the shortest path between two doors, by breadth-first search; none unless there are two.
  private static func way(through grid: Grid, floor: UInt8, door: UInt8) -> [Int] {
    let doors = grid.cells.indices.filter { grid.cells[$0] == door }
    guard doors.count == 2 else { return [] }
    var origin = [Int](repeating: -1, count: grid.cells.count)
    origin[doors[0]] = doors[0]
    var queue = [doors[0]]
    var next = 0
    while next < queue.count, origin[doors[1]] < 0 {
      let cell = queue[next]
      next += 1
      let (row, column) = (cell / grid.width, cell % grid.width)
      for (r, c) in [(row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)]
      where (0..<grid.height).contains(r) && (0..<grid.width).contains(c) {
        let neighbour = r * grid.width + c
        guard origin[neighbour] < 0, grid.cells[neighbour] == floor || neighbour == doors[1] else { continue }
        origin[neighbour] = cell
        queue.append(neighbour)
      }
    }
    var way: [Int] = []
    var cell = origin[doors[1]]
    while cell >= 0, cell != doors[0] {
      way.append(cell)
      cell = origin[cell]
    }
    return way
  }

  /// Returns a maze of floor 0, walls 1 and doors 2. Its rooms, on the even positions, form a tree: there is one path.
  private static func drawMaze(rooms: Int, using generator: inout Generator) -> Grid {
    let side = 2 * rooms - 1
    var cells = [UInt8](repeating: 1, count: side * side)
    var stack = [(row: 2 * generator.integer(in: 0..<rooms), column: 2 * generator.integer(in: 0..<rooms))]
    cells[stack[0].row * side + stack[0].column] = 0
    while let (row, column) = stack.last {
      let closed = [(-2, 0), (2, 0), (0, -2), (0, 2)].filter { down, right in
        (0..<side).contains(row + down) && (0..<side).contains(column + right)
          && cells[(row + down) * side + column + right] != 0
      }
      guard !closed.isEmpty else {
        stack.removeLast()
        continue
      }
      let (down, right) = closed[generator.integer(in: 0..<closed.count)]
      cells[(row + down / 2) * side + column + right / 2] = 0
      cells[(row + down) * side + column + right] = 0
      stack.append((row + down, column + right))
    }
    for room in generator.permutation(rooms * rooms).prefix(2) {
      cells[2 * (room / rooms) * side + 2 * (room % rooms)] = 2
    }
    return Grid(height: side, width: side, cells: cells)
  }
}
