extension PrimitiveGroup {
  /// For each cell a number or colour of its neighbours: features that a rule learned from pairs looks at.
  static let neighbourMaps = PrimitiveGroup(
    "neighbourMaps", "for each cell, numbers and colours of its neighbours",
    [
      Primitive("sides_marked", "for each cell of {0}, the number of coloured cells beside it") { (grid: Grid) in
        grid.counted(Neighbours.sides) { neighbour, _, background in neighbour != background }
      },
      Primitive("corners_marked", "for each cell of {0}, the number of coloured cells at its corners") { (grid: Grid) in
        grid.counted(Neighbours.corners) { neighbour, _, background in neighbour != background }
      },
      Primitive("around_marked", "for each cell of {0}, the number of coloured cells around it") { (grid: Grid) in
        grid.counted(Neighbours.all) { neighbour, _, background in neighbour != background }
      },
      Primitive("sides_alike", "for each cell of {0}, the number of cells of its colour beside it") { (grid: Grid) in
        grid.counted(Neighbours.sides) { neighbour, cell, _ in neighbour == cell }
      },
      Primitive("around_alike", "for each cell of {0}, the number of cells of its colour around it") { (grid: Grid) in
        grid.counted(Neighbours.all) { neighbour, cell, _ in neighbour == cell }
      },
      Primitive("around_of", "for each cell of {0}, the number of {1} cells around it") {
        (grid: Grid, colour: Colour) in
        grid.counted(Neighbours.all) { neighbour, _, _ in neighbour == colour.symbol }
      },
      Primitive("around_colour", "for each cell of {0}, the most common colour around it that is not background") {
        (grid: Grid) in
        grid.commonestNeighbours(Neighbours.all)
      },
      Primitive("side_colour", "for each cell of {0}, the most common colour beside it that is not background") {
        (grid: Grid) in
        grid.commonestNeighbours(Neighbours.sides)
      },
      Primitive("corner_marks", "for each cell of {0}, the most common colour at its corners that is not background") {
        (grid: Grid) in
        grid.commonestNeighbours(Neighbours.corners)
      },
      Primitive("in_square", "for each cell of {0}, whether it lies in a square of its colour, two a side") {
        (grid: Grid) in
        let (padded, stride) = (grid.bordered, grid.width + 2)
        return Grid(packedHeight: grid.height, width: grid.width) { row, column in
          let (centre, colour) = ((row + 1) * stride + column + 1, grid.cells[row * grid.width + column])
          for (vertical, horizontal) in [(-stride, -1), (-stride, 1), (stride, -1), (stride, 1)]
          where padded[centre + vertical] == colour && padded[centre + horizontal] == colour
            && padded[centre + vertical + horizontal] == colour
          {
            return 1
          }
          return 0
        }
      },
      Primitive("shape_of_sides", "for each cell of {0}, how cells of its colour lie beside it: end, line, corner, …") {
        (grid: Grid) in
        // One number for each pattern of equal neighbours up to turns: none, one, two opposite, two adjacent, three, four.
        let (padded, stride) = (grid.bordered, grid.width + 2)
        return Grid(packedHeight: grid.height, width: grid.width) { row, column in
          let (centre, colour) = ((row + 1) * stride + column + 1, grid.cells[row * grid.width + column])
          let vertical = (padded[centre - stride] == colour ? 1 : 0) + (padded[centre + stride] == colour ? 1 : 0)
          let horizontal = (padded[centre - 1] == colour ? 1 : 0) + (padded[centre + 1] == colour ? 1 : 0)
          return switch vertical + horizontal {
          case 0, 1: UInt8(vertical + horizontal)
          case 2: vertical == 1 ? 3 : 2
          case let count: UInt8(count + 1)
          }
        }
      },
    ])
}

/// The steps to the neighbours of a cell.
private enum Neighbours {
  static let sides = [(-1, 0), (0, -1), (0, 1), (1, 0)]
  static let corners = [(-1, -1), (-1, 1), (1, -1), (1, 1)]
  static let all = sides + corners
}

extension Grid {
  /// Returns for each cell the number of neighbours for which `holds(neighbour, cell, background)` is true.
  @inline(__always)
  fileprivate func counted(
    _ neighbours: [(Int, Int)], where holds: (_ neighbour: UInt8, _ cell: UInt8, _ background: UInt8) -> Bool
  ) -> Grid {
    let (padded, stride, background) = (bordered, width + 2, background)
    let steps = neighbours.map { $0 * stride + $1 }
    return padded.withUnsafeBufferPointer { padded in
      Grid(packedHeight: height, width: width) { row, column in
        let centre = (row + 1) * stride + column + 1
        var count: UInt8 = 0
        for step in steps {
          let neighbour = padded[centre + step]
          if neighbour != 255, holds(neighbour, padded[centre], background) { count += 1 }
        }
        return count
      }
    }
  }

  /// Returns for each cell the most common colour of its neighbours that are not background, of equally common ones the
  /// smallest.
  fileprivate func commonestNeighbours(_ neighbours: [(Int, Int)]) -> Grid {
    let (padded, stride, background) = (bordered, width + 2, background)
    let steps = neighbours.map { $0 * stride + $1 }
    return Grid(packedHeight: height, width: width) { row, column in
      let centre = (row + 1) * stride + column + 1
      var tally = ColourTally()
      for step in steps {
        let neighbour = padded[centre + step]
        if neighbour != 255, neighbour != background { tally.add(neighbour) }
      }
      return tally.commonest?.colour ?? background
    }
  }
}
