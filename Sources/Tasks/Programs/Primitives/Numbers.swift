extension PrimitiveGroup {
  /// Numbers of a grid and arithmetic.
  static let numbers = PrimitiveGroup(
    "numbers", "numbers read from a grid, arithmetic, comparisons",
    [
      Primitive("height", "the height of {0}") { (grid: Grid) in grid.height },
      Primitive("width", "the width of {0}") { (grid: Grid) in grid.width },
      Primitive("longer_side", "the longer side of {0}") { (grid: Grid) in max(grid.height, grid.width) },
      Primitive("shorter_side", "the shorter side of {0}") { (grid: Grid) in min(grid.height, grid.width) },
      Primitive("count", "the number of {1} cells of {0}") { (grid: Grid, colour: Colour) in
        grid.cells.reduce(0) { $0 + ($1 == colour.symbol ? 1 : 0) }
      },
      Primitive("count_marked", "the number of coloured cells of {0}") { (grid: Grid) in grid.marks },
      Primitive("count_colours", "the number of colours of {0}") { (grid: Grid) in grid.coloursByCount.count },
      Primitive("count_marks", "the number of colours on the background of {0}") { (grid: Grid) in
        grid.marksByCount.count
      },
      Primitive("add", "{0} plus {1}") { (one: Int, other: Int) throws(Undefined) in try (one + other).checked() },
      Primitive("subtract", "{0} minus {1}") { (one: Int, other: Int) throws(Undefined) in
        try (one - other).checked()
      },
      Primitive("multiply", "{0} times {1}") { (one: Int, other: Int) throws(Undefined) in
        try one.multipliedReportingOverflow(by: other).partialValue.checked()
      },
      Primitive("halve", "half of {0}") { (number: Int) in number / 2 },
      Primitive("smaller", "the smaller of {0} and {1}") { (one: Int, other: Int) in min(one, other) },
      Primitive("larger", "the larger of {0} and {1}") { (one: Int, other: Int) in max(one, other) },
      Primitive("colour_number", "the number of the colour {0}") { (colour: Colour) in Int(colour.symbol) },
      Primitive("numbered_colour", "the colour of the number {0}") { (number: Int) throws(Undefined) in
        guard (0...9).contains(number) else { throw .nothing }
        return Colour(UInt8(number))
      },
    ])
}

extension Int {
  /// Returns the number, or throws if it is beyond the numbers of programs.
  fileprivate func checked() throws(Undefined) -> Int {
    guard (-1000...1000).contains(self) else { throw .tooLarge }
    return self
  }
}
