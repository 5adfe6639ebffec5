extension PrimitiveGroup {
  /// Colours changed wherever they are.
  static let recolouring = PrimitiveGroup(
    "recolouring", "colours changed wherever they are",
    [
      Primitive("replace", "{0} with {1} replaced by {2}") { (grid: Grid, old: Colour, new: Colour) in
        grid.mapping { $0 == old.symbol ? new.symbol : $0 }
      },
      Primitive("exchange", "{0} with {1} and {2} exchanged") { (grid: Grid, one: Colour, other: Colour) in
        grid.mapping { $0 == one.symbol ? other.symbol : $0 == other.symbol ? one.symbol : $0 }
      },
      Primitive("exchange_two", "{0} with its two colours exchanged") { (grid: Grid) throws(Undefined) in
        let background = grid.background
        let marks = grid.coloursByCount.filter { $0 != background }
        guard marks.count == 2 else { throw .noSuchStructure }
        return grid.mapping { $0 == marks[0] ? marks[1] : $0 == marks[1] ? marks[0] : $0 }
      },
      Primitive("negative", "{0} with its only colour and the background exchanged") { (grid: Grid) throws(Undefined) in
        let colours = grid.coloursByCount
        guard colours.count == 2 else { throw .noSuchStructure }
        return grid.mapping { $0 == colours[0] ? colours[1] : colours[0] }
      },
      Primitive("keep", "{0} with only its {1} cells left") { (grid: Grid, colour: Colour) throws(Undefined) in
        let background = grid.background
        guard colour.symbol != background else { throw .nothing }
        return grid.mapping { $0 == colour.symbol ? $0 : background }
      },
      Primitive("erase", "{0} without its {1} cells") { (grid: Grid, colour: Colour) in
        let background = grid.background
        return grid.mapping { $0 == colour.symbol ? background : $0 }
      },
      Primitive("paint", "{0} painted {1}") { (grid: Grid, colour: Colour) in
        let background = grid.background
        return grid.mapping { $0 == background ? $0 : colour.symbol }
      },
      Primitive("fill_background", "{0} with its background painted {1}") { (grid: Grid, colour: Colour) in
        let background = grid.background
        return grid.mapping { $0 == background ? colour.symbol : $0 }
      },
      Primitive("canvas", "a {1} grid of the size of {0}") { (grid: Grid, colour: Colour) in
        Grid(filled: colour.symbol, height: grid.height, width: grid.width)
      },
      Primitive("colours_of", "{0} in the colours of {1} at the same places") {
        (shape: Grid, colours: Grid) throws(Undefined) in
        guard shape.height == colours.height, shape.width == colours.width else { throw .sizes }
        let background = shape.background
        return Grid(
          packed: zip(shape.cells, colours.cells).map { $0 == background ? background : $1 }, height: shape.height,
          width: shape.width)
      },
      Primitive("by_rank", "{0} with its colours numbered, the most common first") { (grid: Grid) in
        var rank = [UInt8](repeating: 0, count: 10)
        let background = grid.background
        for (index, colour) in grid.coloursByCount.filter({ $0 != background }).enumerated() {
          rank[Int(colour)] = UInt8(index + 1)
        }
        return grid.mapping { rank[Int($0)] }
      },
    ])
}
