import Testing

@testable import Tasks

@Suite("Primitives of enclosures")
struct EnclosuresTests {
  private let diamond = Grid(".3...\n3.3..\n.3.3.\n..3..\n.....")

  @Test("A corner closes for sides and lets diagonals through")
  func corners() throws {
    #expect(try (call("enclosed", diamond) as Mask).count == 2)
    #expect(throws: Undefined.nothing) { try call("sealed", diamond) as Mask }
    #expect(try call("fill_enclosed", diamond, Colour(4)) == Grid(".3...\n343..\n.343.\n..3..\n....."))
    #expect(try call("fill_holes", diamond) == Grid(".3...\n333..\n.333.\n..3..\n....."))
  }

  @Test("The background is what is enclosed and what is outside")
  func partition() throws {
    for grid in Grid.drawings where grid.background == 0 {
      guard let enclosed: Mask = try? call("enclosed", grid), let outside: Mask = try? call("outside", grid) else {
        continue
      }
      #expect(try call("either", enclosed, outside) as Mask == call("blank", grid))
      #expect(try (call("both", enclosed, outside) as Mask).isEmpty)
    }
  }

  @Test("A filled rectangle hollowed has a hole of its inner cells")
  func hollow() throws {
    let solid = Grid("2222\n2222\n2222\n....")
    let hollow: Grid = try call("hollow", solid)
    #expect(hollow == Grid("2222\n2..2\n2222\n...."))
    #expect(try call("fill_enclosed", hollow, Colour(2)) == solid)
    #expect(try call("enclosed", hollow) == (call("insides", solid) as Mask))
  }

  @Test("Four corners span a rectangle")
  func fourCorners() throws {
    let grid = Grid("4..4.\n.....\n4..4.\n..4..")
    #expect(try call("fill_corners", grid, Colour(2)) == Grid("4..4.\n.22..\n4..4.\n..4.."))
  }
}
