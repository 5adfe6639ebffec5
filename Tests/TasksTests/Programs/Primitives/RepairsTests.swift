import Randomness
import Testing

@testable import Tasks

@Suite struct RepairsTests {
  /// Returns a mosaic of colours 1...8, symmetrical about a centre that is not its middle, and the same with a hole.
  func mosaic(_ generator: inout Generator) -> (whole: Grid, holed: Grid) {
    let quarter = (0..<20 * 20).map { _ in generator.integer(in: 1..<9) }
    let whole = Grid(height: 16, width: 16) { row, column in
      // About the corner between rows and columns 8 and 9, and along both diagonals through it.
      let (r, c) = (abs(2 * row - 17), abs(2 * column - 17))
      return quarter[min(r, c) * 20 + max(r, c)]
    }
    let (top, left) = (generator.integer(in: 2..<6), generator.integer(in: 2..<11))
    let holed = Grid(height: 16, width: 16) { row, column in
      row >= top && row < top + 4 && column >= left && column < left + 4 ? 9 : whole[row, column]
    }
    return (whole, holed)
  }

  @Test func aHoleInAMosaicIsFilledFromItsImages() throws {
    var generator = Generator(seed: 1)
    for _ in 0..<5 {
      let (whole, holed) = mosaic(&generator)
      #expect(try apply("repair_symmetry", holed, Colour(9)) == whole)
      #expect(throws: Undefined.nothing) { let _: Grid = try apply("repair_symmetry", whole, Colour(9)) }
    }
  }

  @Test func eachKindOfSymmetryIsFoundAlone() throws {
    let quarter = drawing("1234", "3456", "7183", "2525")
    let mirrored: Grid = try apply("beside_mirrored", quarter)
    #expect(try apply("repair_mirror", mirrored.without(13), Colour(9)) == mirrored)
    #expect(throws: Undefined.noSuchStructure) {
      let _: Grid = try apply("repair_flip", mirrored.without(13), Colour(9))
    }
    let flipped: Grid = try apply("above_flipped", quarter)
    #expect(try apply("repair_flip", flipped.without(13), Colour(9)) == flipped)
    let turned: Grid = try apply("four_turned", quarter)
    #expect(try apply("repair_turns", turned.without(13), Colour(9)) == turned)
    let diagonal = Grid(height: 6, width: 6) { row, column in 1 + (row * column + row + column) % 7 }
    #expect(try apply("repair_diagonal", diagonal.without(13), Colour(9)) == diagonal)
  }

  @Test func noiseHasNoSymmetry() {
    var generator = Generator(seed: 2)
    let noise = Grid(height: 12, width: 12) { _, _ in generator.integer(in: 0..<9) }
    #expect(throws: Undefined.noSuchStructure) { let _: Grid = try apply("repair_symmetry", noise, Colour(0)) }
    #expect(throws: Undefined.noSuchStructure) { let _: Grid = try apply("repair_pattern", noise, Colour(0)) }
  }

  @Test func aPatternIsFoundUnderHoles() throws {
    let whole: Grid = try apply("tile", drawing("1234", "5671", "2213"), 4, 3)
    let holed = Grid(height: 12, width: 12) { row, column in
      (3..<7).contains(row) && (4..<7).contains(column) || row == 10 && column > 9 ? 0 : whole[row, column]
    }
    #expect(try apply("repair_pattern", holed, Colour(0)) == whole)
  }

  @Test func aSlantedPatternIsFoundFromItsDiagonals() throws {
    // Each diagonal of three is known in part only.
    let whole = Grid(height: 7, width: 7) { row, column in [2, 8, 3][(row + column) % 3] }
    let holed = Grid(height: 7, width: 7) { row, column in row + column < 5 ? whole[row, column] : 0 }
    #expect(try apply("repair_pattern", holed, Colour(0)) == whole)
  }

  @Test func rowsAreCompletedEachByItself() throws {
    let rows = drawing("1212..", "334334", "22....")
    #expect(try apply("repair_rows", rows, Colour(0)) == drawing("121212", "334334", "222222"))
    let columns: Grid = try apply("transpose", rows)
    #expect(
      try apply("repair_columns", columns, Colour(0)) == Dihedral.transpose(drawing("121212", "334334", "222222")))
  }
}

extension Grid {
  /// Returns the grid with a cell of colour 9.
  fileprivate func without(_ index: Int) -> Grid {
    Grid(height: height, width: width) { row, column in row * width + column == index ? 9 : self[row, column] }
  }
}
