extension PrimitiveGroup {
  /// Noise removed.
  static let denoising = PrimitiveGroup(
    "denoising", "noise removed by what lies around it",
    [
      Primitive("smooth", "{0} with each cell in the most common colour around it") { (grid: Grid) in
        grid.denoised { _ in true }
      },
      Primitive("smooth_colour", "{0} with each {1} cell in the most common other colour around it") {
        (grid: Grid, colour: Colour) in
        grid.denoised(except: colour.symbol) { $0 == colour.symbol }
      },
      Primitive("remove_isolated", "{0} without cells that touch none of their colour") { (grid: Grid) in
        let background = grid.background
        let padded = grid.bordered
        let stride = grid.width + 2
        return Grid(packedHeight: grid.height, width: grid.width) { row, column in
          let (index, colour) = ((row + 1) * stride + column + 1, grid.cells[row * grid.width + column])
          let isAlone =
            padded[index - stride - 1] != colour && padded[index - stride] != colour
            && padded[index - stride + 1] != colour && padded[index - 1] != colour && padded[index + 1] != colour
            && padded[index + stride - 1] != colour && padded[index + stride] != colour
            && padded[index + stride + 1] != colour
          return isAlone ? background : colour
        }
      },
      Primitive("keep_solid", "{0} with only cells that lie in squares of one colour, two a side") { (grid: Grid) in
        grid.opened
      },
      Primitive("clean_rectangles", "the rectangles of {0} without noise in and around them") { (grid: Grid) in
        grid.opened.closed.closed
      },
    ])
}

extension Grid {
  /// The cells with a border of a mark that no cell has.
  var bordered: [UInt8] {
    var bordered = [UInt8](repeating: 255, count: (height + 2) * (width + 2))
    for row in 0..<height {
      let start = (row + 1) * (width + 2) + 1
      for column in 0..<width { bordered[start + column] = cells[row * width + column] }
    }
    return bordered
  }

  /// Returns the grid with each cell that `holds` in the colour most common among it and its eight neighbours; a tie
  /// leaves it.
  @inline(__always) fileprivate func denoised(except: UInt8 = 255, where holds: (UInt8) -> Bool) -> Grid {
    let (padded, stride) = (bordered, width + 2)
    return Grid(packedHeight: height, width: width) { row, column in
      let colour = cells[row * width + column]
      guard holds(colour) else { return colour }
      var tally = ColourTally()
      for line in row...row + 2 {
        for index in line * stride + column...line * stride + column + 2
        where padded[index] != 255 && padded[index] != except {
          tally.add(padded[index])
        }
      }
      guard let most = tally.commonest, !most.isTied else { return colour }
      return most.colour
    }
  }

  /// The grid with the background where a cell is in no square, two a side, of its colour.
  fileprivate var opened: Grid {
    let background = background
    var opened = [UInt8](repeating: background, count: cells.count)
    for row in 0..<max(height - 1, 0) {
      for column in 0..<max(width - 1, 0) {
        let index = row * width + column
        let colour = cells[index]
        guard colour != background, cells[index + 1] == colour, cells[index + width] == colour,
          cells[index + width + 1] == colour
        else { continue }
        (opened[index], opened[index + 1], opened[index + width], opened[index + width + 1]) =
          (colour, colour, colour, colour)
      }
    }
    return Grid(packed: opened, height: height, width: width)
  }

  /// The grid with background cells between two cells of one colour in that colour.
  fileprivate var closed: Grid {
    let background = background
    return Grid(packedHeight: height, width: width) { row, column in
      let index = row * width + column
      guard cells[index] == background else { return cells[index] }
      if column > 0, column < width - 1, cells[index - 1] == cells[index + 1], cells[index - 1] != background {
        return cells[index - 1]
      }
      if row > 0, row < height - 1, cells[index - width] == cells[index + width] { return cells[index - width] }
      return background
    }
  }
}
