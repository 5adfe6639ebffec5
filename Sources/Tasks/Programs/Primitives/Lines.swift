extension PrimitiveGroup {
  /// Rows and columns as things.
  static let lines = PrimitiveGroup(
    "lines", "rows and columns removed, sorted, shifted",
    [
      Primitive("compress", "{0} without rows and columns that repeat their neighbours") { (grid: Grid) in
        grid.withoutRepeatedRows.transposed { $0.withoutRepeatedRows }
      },
      Primitive("compress_rows", "{0} without rows that repeat the one above") { (grid: Grid) in
        grid.withoutRepeatedRows
      },
      Primitive("compress_columns", "{0} without columns that repeat the one on the left") { (grid: Grid) in
        grid.transposed { $0.withoutRepeatedRows }
      },
      Primitive("drop_empty", "{0} without its empty rows and columns") { (grid: Grid) throws(Undefined) in
        let background = grid.background
        let rows = try grid.keepingRows { _, row in row.contains { $0 != background } }
        return try rows.transposed { grid throws(Undefined) in
          try grid.keepingRows { _, row in row.contains { $0 != background } }
        }
      },
      Primitive("distinct_rows", "the different rows of {0}, each once") { (grid: Grid) in grid.distinctRows },
      Primitive("distinct_columns", "the different columns of {0}, each once") { (grid: Grid) in
        grid.transposed { $0.distinctRows }
      },
      Primitive("sort_rows", "{0} with its rows sorted by how many cells are coloured") { (grid: Grid) in
        grid.sortedRows
      },
      Primitive("sort_columns", "{0} with its columns sorted by how many cells are coloured") { (grid: Grid) in
        grid.transposed { $0.sortedRows }
      },
      Primitive("uniform_lines", "{0} with only its rows and columns of one colour left") { (grid: Grid) in
        let background = grid.background
        let (rows, columns) = (grid.uniformRows, Dihedral.transpose.packed(grid).uniformRows)
        return Grid(packedHeight: grid.height, width: grid.width) { row, column in
          rows[row] != nil || columns[column] != nil ? grid.cells[row * grid.width + column] : background
        }
      },
      Primitive("commonest_row", "the most common row of {0}") { (grid: Grid) throws(Undefined) in
        try grid.commonestRow()
      },
      Primitive("every_second_row", "every second row of {0}") { (grid: Grid) throws(Undefined) in
        try grid.keepingRows { index, _ in index % 2 == 0 }
      },
      Primitive("every_second_column", "every second column of {0}") { (grid: Grid) throws(Undefined) in
        try grid.transposed { grid throws(Undefined) in try grid.keepingRows { index, _ in index % 2 == 0 } }
      },
    ])
}

extension Grid {
  /// Returns `change` of the transposed grid, transposed back.
  @inline(__always) func transposed<E: Error>(_ change: (Grid) throws(E) -> Grid) throws(E) -> Grid {
    Dihedral.transpose.packed(try change(Dihedral.transpose.packed(self)))
  }

  /// The colour of each row that has one only, else `nil`.
  var uniformRows: [UInt8?] {
    (0..<height).map { row in
      let line = cells[row * width..<(row + 1) * width]
      return line.allSatisfy { $0 == line.first } ? line.first : nil
    }
  }

  /// Returns the rows for which `holds(index, cells)` is true.
  func keepingRows(_ holds: (Int, ArraySlice<UInt8>) -> Bool) throws(Undefined) -> Grid {
    var kept: [UInt8] = []
    for row in 0..<height {
      let line = cells[row * width..<(row + 1) * width]
      if holds(row, line) { kept += line }
    }
    guard !kept.isEmpty else { throw .nothing }
    return Grid(packed: kept, height: kept.count / width, width: width)
  }

  fileprivate var withoutRepeatedRows: Grid {
    var kept = Array(cells[..<width])
    for row in 1..<max(height, 1) {
      let line = cells[row * width..<(row + 1) * width]
      if line != cells[(row - 1) * width..<row * width] { kept += line }
    }
    return Grid(packed: kept, height: kept.count / width, width: width)
  }

  fileprivate var distinctRows: Grid {
    var seen: Set<ArraySlice<UInt8>> = []
    var kept: [UInt8] = []
    for row in 0..<height {
      let line = cells[row * width..<(row + 1) * width]
      if seen.insert(line).inserted { kept += line }
    }
    return Grid(packed: kept, height: kept.count / width, width: width)
  }

  fileprivate var sortedRows: Grid {
    let background = background
    let counts = (0..<height).map { row in cells[row * width..<(row + 1) * width].count { $0 != background } }
    // Sorting in Swift is stable in practice but not by contract: the row's index decides ties.
    let order = (0..<height).sorted { (counts[$0], $0) < (counts[$1], $1) }
    return Grid(packed: order.flatMap { cells[$0 * width..<($0 + 1) * width] }, height: height, width: width)
  }

  fileprivate func commonestRow() throws(Undefined) -> Grid {
    var counts: [ArraySlice<UInt8>: Int] = [:]
    for row in 0..<height { counts[cells[row * width..<(row + 1) * width], default: 0] += 1 }
    let most = counts.values.max() ?? 0
    let rows = counts.filter { $0.value == most }
    guard rows.count == 1, let row = rows.first?.key else { throw .tie }
    return Grid(packed: Array(row), height: 1, width: width)
  }
}
