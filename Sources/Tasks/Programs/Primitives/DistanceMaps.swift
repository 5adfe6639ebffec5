extension PrimitiveGroup {
  /// For each cell a distance, at most 9.
  static let distanceMaps = PrimitiveGroup(
    "distanceMaps", "for each cell, a distance of at most nine steps",
    [
      Primitive("from_edge", "for each cell of {0}, the steps to the edge") { (grid: Grid) in
        Grid(packedHeight: grid.height, width: grid.width) { row, column in
          UInt8(min(row, column, grid.height - 1 - row, grid.width - 1 - column, 9))
        }
      },
      Primitive("from_marks", "for each cell of {0}, the steps to the nearest coloured cell") { (grid: Grid) in
        let background = grid.background
        return grid.distances(joinsCorners: false, isEdgeSource: false) { $0 != background }
      },
      Primitive("rings_around_marks", "for each cell of {0}, the number of the ring around coloured cells") {
        (grid: Grid) in
        let background = grid.background
        return grid.distances(joinsCorners: true, isEdgeSource: false) { $0 != background }
      },
      Primitive("from_colour", "for each cell of {0}, the steps to the nearest {1} cell") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        guard grid.cells.contains(colour.symbol) else { throw .nothing }
        return grid.distances(joinsCorners: false, isEdgeSource: false) { $0 == colour.symbol }
      },
      Primitive("depth", "for each cell of {0}, how deep it lies among coloured cells") { (grid: Grid) in
        let background = grid.background
        return grid.distances(joinsCorners: false, isEdgeSource: true) { $0 == background }
      },
      Primitive("ring_depth", "for each cell of {0}, how many rings of coloured cells lie around it") { (grid: Grid) in
        let background = grid.background
        return grid.distances(joinsCorners: true, isEdgeSource: true) { $0 == background }
      },
      Primitive("nearest_colour", "for each cell of {0}, the colour of the nearest coloured cell") { (grid: Grid) in
        grid.nearestColours
      },
    ])
}

extension Grid {
  /// Returns for each cell the distance, at most 9, to the nearest cell that `isSource`, or to the outside.
  @inline(__always)
  fileprivate func distances(joinsCorners: Bool, isEdgeSource: Bool, _ isSource: (UInt8) -> Bool) -> Grid {
    let stride = width + 2
    var distances = [UInt8](repeating: isEdgeSource ? 0 : 9, count: (height + 2) * stride)
    var index = 0
    for row in 0..<height {
      for column in 0..<width {
        distances[(row + 1) * stride + column + 1] = isSource(cells[index]) ? 0 : 9
        index += 1
      }
    }
    // Two sweeps suffice for steps of one: what comes from above and the left, then from below and the right.
    for row in 1...height {
      for centre in row * stride + 1...row * stride + width {
        var nearest = min(distances[centre - 1], distances[centre - stride])
        if joinsCorners { nearest = min(nearest, distances[centre - stride - 1], distances[centre - stride + 1]) }
        distances[centre] = min(distances[centre], nearest + 1)
      }
    }
    for row in (1...height).reversed() {
      for centre in (row * stride + 1...row * stride + width).reversed() {
        var nearest = min(distances[centre + 1], distances[centre + stride])
        if joinsCorners { nearest = min(nearest, distances[centre + stride - 1], distances[centre + stride + 1]) }
        distances[centre] = min(distances[centre], nearest + 1)
      }
    }
    return Grid(packedHeight: height, width: width) { distances[($0 + 1) * stride + $1 + 1] }
  }

  /// The grid with each background cell in the colour of the nearest other cell; of equally near ones of different
  /// colours none.
  fileprivate var nearestColours: Grid {
    let background = background
    let tie: UInt8 = 254
    var colours = cells
    var front = cells.indices.filter { cells[$0] != background }
    guard !front.isEmpty else { return self }
    let none: UInt8 = 255
    var reached = [UInt8](repeating: none, count: cells.count)
    while !front.isEmpty {
      var next: [Int] = []
      for cell in front {
        let (row, column, colour) = (cell / width, cell % width, colours[cell])
        func reach(_ other: Int) {
          guard colours[other] == background else { return }
          if reached[other] == none {
            reached[other] = colour
            next.append(other)
          } else if reached[other] != colour {
            reached[other] = tie
          }
        }
        if row > 0 { reach(cell - width) }
        if row < height - 1 { reach(cell + width) }
        if column > 0 { reach(cell - 1) }
        if column < width - 1 { reach(cell + 1) }
      }
      for cell in next { colours[cell] = reached[cell] }
      front = next
    }
    return Grid(packed: colours.map { $0 == tie ? background : $0 }, height: height, width: width)
  }
}
