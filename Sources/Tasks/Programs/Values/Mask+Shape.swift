extension Mask {
  /// The rows and columns of the smallest rectangle that holds the set, or `nil` if it is empty.
  var box: (rows: Range<Int>, columns: Range<Int>)? {
    var (top, left, bottom, right) = (height, width, -1, -1)
    var index = 0
    for row in 0..<height {
      for column in 0..<width {
        if cells[index] != 0 {
          (top, left, bottom, right) = (min(top, row), min(left, column), row, max(right, column))
        }
        index += 1
      }
    }
    return bottom < 0 ? nil : (top..<(bottom + 1), left..<(right + 1))
  }

  /// Returns the cells for which `holds(self, other)` is true, or throws if the sizes differ.
  func combined(with other: Mask, _ combine: (UInt8, UInt8) -> UInt8) throws(Undefined) -> Mask {
    guard height == other.height, width == other.width else { throw .sizes }
    return Mask(height: height, width: width, cells: zip(cells, other.cells).map(combine))
  }

  /// The other cells.
  var complement: Mask { Mask(height: height, width: width, cells: cells.map { 1 - $0 }) }

  /// Returns the set or throws if it is empty.
  func nonempty() throws(Undefined) -> Mask {
    if isEmpty { throw .nothing }
    return self
  }

  /// Returns the set moved by rows and columns; what leaves the grid is lost.
  func moved(rows: Int, columns: Int) -> Mask {
    var moved = [UInt8](repeating: 0, count: cells.count)
    for row in max(0, -rows)..<max(max(0, -rows), min(height, height - rows)) {
      for column in max(0, -columns)..<max(max(0, -columns), min(width, width - columns)) {
        moved[(row + rows) * width + column + columns] = cells[row * width + column]
      }
    }
    return Mask(height: height, width: width, cells: moved)
  }

  /// Returns the set with the neighbours of its cells, by sides or by corners, too.
  func grown(corners: Bool) -> Mask {
    var grown = cells
    var index = 0
    for row in 0..<height {
      for column in 0..<width {
        defer { index += 1 }
        guard cells[index] != 0 else { continue }
        let (up, down) = (row > 0, row + 1 < height)
        if up { grown[index - width] = 1 }
        if down { grown[index + width] = 1 }
        if column > 0 {
          grown[index - 1] = 1
          if corners, up { grown[index - width - 1] = 1 }
          if corners, down { grown[index + width - 1] = 1 }
        }
        if column + 1 < width {
          grown[index + 1] = 1
          if corners, up { grown[index - width + 1] = 1 }
          if corners, down { grown[index + width + 1] = 1 }
        }
      }
    }
    return Mask(height: height, width: width, cells: grown)
  }

  /// Returns the set without the cells that have a neighbour outside it; the grid's outside counts as inside.
  func shrunk(corners: Bool) -> Mask { complement.grown(corners: corners).complement }

  /// The cells of the rows that the set has a cell in.
  var fullRows: Mask {
    var full = cells
    for row in 0..<height where full[(row * width)..<((row + 1) * width)].contains(1) {
      for index in (row * width)..<((row + 1) * width) { full[index] = 1 }
    }
    return Mask(height: height, width: width, cells: full)
  }

  /// The cells of the columns that the set has a cell in.
  var fullColumns: Mask {
    var row = [UInt8](repeating: 0, count: width)
    var column = 0
    for cell in cells {
      row[column] |= cell
      column = column + 1 == width ? 0 : column + 1
    }
    return Mask(height: height, width: width, cells: (0..<height).flatMap { _ in row })
  }

  /// The cells from which the set is reached in a direction: each cell's ray, itself included.
  func shadow(_ direction: Direction) -> Mask {
    var shadow = cells
    let (rows, columns) = (direction.rows, direction.columns)
    for row in rows > 0 ? Array(0..<height) : (0..<height).reversed() {
      let from = row - rows
      guard from >= 0, from < height else { continue }
      for column in columns > 0 ? Array(0..<width) : (0..<width).reversed() {
        let source = column - columns
        guard source >= 0, source < width else { continue }
        shadow[row * width + column] |= shadow[from * width + source]
      }
    }
    return Mask(height: height, width: width, cells: shadow)
  }
}
