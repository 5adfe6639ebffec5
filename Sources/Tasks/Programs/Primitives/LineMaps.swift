extension PrimitiveGroup {
  /// For each cell a number or colour of its row or column.
  static let lineMaps = PrimitiveGroup(
    "lineMaps", "for each cell, numbers and colours of its row and column",
    [
      Primitive("row_marks", "for each cell of {0}, the number of coloured cells in its row") { (grid: Grid) in
        grid.forEachRow { line, background in UInt8(min(9, line.count { $0 != background })) }
      },
      Primitive("column_marks", "for each cell of {0}, the number of coloured cells in its column") { (grid: Grid) in
        grid.transposed { $0.forEachRow { line, background in UInt8(min(9, line.count { $0 != background })) } }
      },
      Primitive("row_alike", "for each cell of {0}, the number of cells of its colour in its row") { (grid: Grid) in
        grid.alikeInRow
      },
      Primitive("column_alike", "for each cell of {0}, the number of cells of its colour in its column") {
        (grid: Grid) in
        grid.transposed { $0.alikeInRow }
      },
      Primitive("uniform", "for each cell of {0}, whether its row or column is of one colour") { (grid: Grid) in
        let (rows, columns) = (grid.uniformRows, Dihedral.transpose.packed(grid).uniformRows)
        return Grid(packedHeight: grid.height, width: grid.width) { row, column in
          (rows[row] == nil ? 0 : 1) + (columns[column] == nil ? 0 : 2)
        }
      },
      Primitive("row_colour", "for each cell of {0}, the most common colour in its row that is not background") {
        (grid: Grid) in
        grid.forEachRow(commonestMark)
      },
      Primitive("column_colour", "for each cell of {0}, the most common colour in its column that is not background") {
        (grid: Grid) in
        grid.transposed { $0.forEachRow(commonestMark) }
      },
      Primitive("row_majority", "for each cell of {0}, the most common colour in its row") { (grid: Grid) in
        grid.forEachRow { line, _ in commonestMark(line, 255) }
      },
      Primitive("column_majority", "for each cell of {0}, the most common colour in its column") { (grid: Grid) in
        grid.transposed { $0.forEachRow { line, _ in commonestMark(line, 255) } }
      },
      Primitive("row_rank", "for each cell of {0}, its row's rank by coloured cells") { (grid: Grid) in
        grid.rowRanks
      },
      Primitive("column_rank", "for each cell of {0}, its column's rank by coloured cells") { (grid: Grid) in
        grid.transposed { $0.rowRanks }
      },
      Primitive("row_run", "for each cell of {0}, how many cells of its colour lie together in its row") {
        (grid: Grid) in
        grid.runs
      },
      Primitive("column_run", "for each cell of {0}, how many cells of its colour lie together in its column") {
        (grid: Grid) in
        grid.transposed { $0.runs }
      },
      Primitive("like_first_row", "for each cell of {0}, whether its colour is that of the first row in its column") {
        (grid: Grid) in
        Grid(packedHeight: grid.height, width: grid.width) { row, column in
          grid.cells[row * grid.width + column] == grid.cells[column] ? 1 : 0
        }
      },
    ])
}

/// Returns the most common colour that is not background, of equally common ones the smallest; background if none is.
private func commonestMark(_ line: ArraySlice<UInt8>, _ background: UInt8) -> UInt8 {
  var tally = ColourTally()
  for cell in line where cell != background { tally.add(cell) }
  return tally.commonest?.colour ?? background
}

extension Grid {
  /// Returns the grid whose rows are filled with `cell(row, background)`.
  fileprivate func forEachRow(_ cell: (ArraySlice<UInt8>, UInt8) -> UInt8) -> Grid {
    let background = background
    var filled: [UInt8] = []
    filled.reserveCapacity(cells.count)
    for start in stride(from: 0, to: cells.count, by: width) {
      filled += repeatElement(cell(cells[start..<start + width], background), count: width)
    }
    return Grid(packed: filled, height: height, width: width)
  }

  fileprivate var alikeInRow: Grid {
    var alike: [UInt8] = []
    alike.reserveCapacity(cells.count)
    for start in stride(from: 0, to: cells.count, by: width) {
      var tally = ColourTally()
      for cell in cells[start..<start + width] { tally.add(cell) }
      for cell in cells[start..<start + width] { alike.append(UInt8(min(9, tally[cell]))) }
    }
    return Grid(packed: alike, height: height, width: width)
  }

  /// The rank of each row's number of coloured cells among the different ones, the largest 1; empty rows have 0.
  fileprivate var rowRanks: Grid {
    let background = background
    let counts = (0..<height).map { row in cells[row * width..<(row + 1) * width].count { $0 != background } }
    let order = Set(counts).sorted(by: >)
    let ranks = counts.map { count in count == 0 ? 0 : UInt8(min(9, 1 + (order.firstIndex(of: count) ?? 0))) }
    return Grid(packedHeight: height, width: width) { row, _ in ranks[row] }
  }

  fileprivate var runs: Grid {
    var runs: [UInt8] = []
    runs.reserveCapacity(cells.count)
    for start in stride(from: 0, to: cells.count, by: width) {
      var first = start
      while first < start + width {
        var end = first + 1
        while end < start + width, cells[end] == cells[first] { end += 1 }
        runs += repeatElement(UInt8(min(9, end - first)), count: end - first)
        first = end
      }
    }
    return Grid(packed: runs, height: height, width: width)
  }
}
