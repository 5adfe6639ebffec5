extension PrimitiveGroup {
  /// Conditions and choices by them.
  static let choices = PrimitiveGroup(
    "choices", "conditions, and choices by them",
    [
      Primitive("less", "{0} is less than {1}") { (one: Int, other: Int) in one < other },
      Primitive("equal", "{0} equals {1}") { (one: Int, other: Int) in one == other },
      Primitive("equal", "{0} is the same colour as {1}") { (one: Colour, other: Colour) in one == other },
      Primitive("equal", "{0} is the same as {1}") { (one: Grid, other: Grid) in one == other },
      Primitive("is_even", "{0} is even") { (number: Int) in number % 2 == 0 },
      Primitive("has", "{0} has {1} cells") { (grid: Grid, colour: Colour) in grid.cells.contains(colour.symbol) },
      Primitive("is_wide", "{0} is wider than tall") { (grid: Grid) in grid.width > grid.height },
      Primitive("is_square", "{0} is square") { (grid: Grid) in grid.width == grid.height },
      Primitive("is_blank", "{0} is of one colour") { (grid: Grid) in
        grid.cells.allSatisfy { $0 == grid.cells[0] }
      },
      Primitive("not", "not {0}") { (condition: Bool) in !condition },
      Primitive("and", "{0} and {1}") { (one: Bool, other: Bool) in one && other },
      Primitive("or", "{0} or {1}") { (one: Bool, other: Bool) in one || other },
      Primitive("if", "{1} if {0}, else {2}") { (condition: Bool, then: Grid, other: Grid) in
        condition ? then : other
      },
      Primitive("if", "{1} if {0}, else {2}") { (condition: Bool, then: Colour, other: Colour) in
        condition ? then : other
      },
      Primitive("if", "{1} if {0}, else {2}") { (condition: Bool, then: Int, other: Int) in
        condition ? then : other
      },
    ])
}
