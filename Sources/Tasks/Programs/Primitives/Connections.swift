extension PrimitiveGroup {
  /// Lines between coloured cells, and paths.
  static let connections = PrimitiveGroup(
    "connections", "cells connected by lines and paths",
    [
      connect("connect", "in rows and columns", [.right, .down]),
      connect("connect_rows", "in rows", [.right]),
      connect("connect_columns", "in columns", [.down]),
      connect("connect_diagonals", "along diagonals", [.downRight, .downLeft]),
      connect("connect_all", "in rows, columns and along diagonals", [.right, .down, .downRight, .downLeft]),
      Primitive("connect", "{0} with cells of one colour connected in rows and columns by {1}") {
        (grid: Grid, paint: Colour) throws(Undefined) in try grid.connected([.right, .down], paint: paint.symbol)
      },
      Primitive("connect_all", "{0} with cells of one colour connected in all eight directions by {1}") {
        (grid: Grid, paint: Colour) throws(Undefined) in
        try grid.connected([.right, .down, .downRight, .downLeft], paint: paint.symbol)
      },
      Primitive("connect_of", "{0} with {1} cells connected in rows and columns by {2}") {
        (grid: Grid, colour: Colour, paint: Colour) throws(Undefined) in
        try grid.connected([.right, .down], of: colour.symbol, paint: paint.symbol)
      },
      Primitive("connect_over", "{0} with cells of one colour connected in rows, then in columns, over all") {
        (grid: Grid) throws(Undefined) in try grid.connected([.right, .down], over: true)
      },
      Primitive("connect_over_back", "{0} with cells of one colour connected in columns, then in rows, over all") {
        (grid: Grid) throws(Undefined) in try grid.connected([.down, .right], over: true)
      },
      Primitive("bridge", "{0} with the gaps between coloured cells filled {1}") {
        (grid: Grid, paint: Colour) throws(Undefined) in try grid.bridged([.right, .down], paint.symbol)
      },
      Primitive("bridge_rows", "{0} with the gaps between coloured cells of a row filled {1}") {
        (grid: Grid, paint: Colour) throws(Undefined) in try grid.bridged([.right], paint.symbol)
      },
      Primitive("bridge_columns", "{0} with the gaps between coloured cells of a column filled {1}") {
        (grid: Grid, paint: Colour) throws(Undefined) in try grid.bridged([.down], paint.symbol)
      },
      Primitive("path", "the cells of a shortest path on {0} from {1} to {2}") {
        (grid: Grid, from: Colour, to: Colour) throws(Undefined) in
        try grid.path(from: from.symbol, to: to.symbol, Direction.straight)
      },
      Primitive("slanted_path", "the cells of a shortest path on {0} from {1} to {2}, diagonals allowed") {
        (grid: Grid, from: Colour, to: Colour) throws(Undefined) in
        try grid.path(from: from.symbol, to: to.symbol, Direction.allCases)
      },
    ])

  private static func connect(_ name: String, _ words: String, _ directions: [Direction]) -> Primitive {
    Primitive(name, "{0} with cells of one colour connected \(words)") { (grid: Grid) throws(Undefined) in
      try grid.connected(directions)
    }
  }
}

extension Grid {
  /// Returns the grid with lines from each coloured cell to the next of its colour, in its own colour or in `paint`,
  /// where only background lies between them or `over` whatever lies there; throws if there is none.
  func connected(
    _ directions: [Direction], of colour: UInt8? = nil, paint: UInt8? = nil, over: Bool = false
  ) throws(Undefined) -> Grid {
    let background = background
    var drawn = cells
    var isConnected = false
    for direction in directions {
      for start in cells.indices where cells[start] != background && cells[start] == colour ?? cells[start] {
        var walk = Walk(self, from: start, direction)
        var path: [Int] = []
        while let cell = walk.step() {
          if cells[cell] == cells[start] {
            isConnected = isConnected || !path.isEmpty
            for cell in path { drawn[cell] = paint ?? cells[start] }
            break
          }
          guard over || cells[cell] == background else { break }
          path.append(cell)
        }
      }
    }
    guard isConnected else { throw .nothing }
    return Grid(packed: drawn, height: height, width: width)
  }

  /// Returns the grid with the background between neighbouring coloured cells of a line painted.
  func bridged(_ directions: [Direction], _ paint: UInt8) throws(Undefined) -> Grid {
    let background = background
    var drawn = cells
    var isBridged = false
    for direction in directions {
      for start in cells.indices where cells[start] != background {
        var walk = Walk(self, from: start, direction)
        var path: [Int] = []
        while let cell = walk.step() {
          if cells[cell] == background {
            path.append(cell)
          } else {
            isBridged = isBridged || !path.isEmpty
            for cell in path { drawn[cell] = paint }
            break
          }
        }
      }
    }
    guard isBridged else { throw .nothing }
    return Grid(packed: drawn, height: height, width: width)
  }

  /// Returns the background cells of a shortest path between the cells of two colours, the first one in the order of the
  /// directions; throws if there is none or the colours touch.
  func path(from start: UInt8, to end: UInt8, _ directions: [Direction]) throws(Undefined) -> Mask {
    guard start != end else { throw .noSuchStructure }
    let background = background
    var previous = [Int](repeating: -1, count: cells.count)
    var queue = cells.indices.filter { cells[$0] == start }
    for cell in queue { previous[cell] = cell }
    var next = 0
    while next < queue.count {
      let cell = queue[next]
      next += 1
      for direction in directions {
        var walk = Walk(self, from: cell, direction)
        guard let other = walk.step(), previous[other] < 0 else { continue }
        if cells[other] == end { return try trace(back: cell, previous) }
        guard cells[other] == background else { continue }
        previous[other] = cell
        queue.append(other)
      }
    }
    throw .nothing
  }

  private func trace(back end: Int, _ previous: [Int]) throws(Undefined) -> Mask {
    var path = [UInt8](repeating: 0, count: cells.count)
    var cell = end
    while previous[cell] != cell {
      path[cell] = 1
      cell = previous[cell]
    }
    return try Mask(height: height, width: width, cells: path).nonempty()
  }
}
