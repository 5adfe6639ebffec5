import Testing

@testable import Tasks

@Suite("Primitives of rays and connections")
struct RaysTests {
  @Test("Rays stop at obstacles, beams do not")
  func obstacles() throws {
    let grid = Grid("2..3..")
    #expect(try call("rays", grid, Colour(2), Direction.right) == Grid("2223.."))
    #expect(try call("beams", grid, Colour(2), Direction.right) == Grid("222222"))
    #expect(try call("reach", grid, Colour(2), Direction.right) == Grid("2223.."))
    #expect(try call("reach", grid, Colour(3), Direction.right) == grid)
  }

  @Test("Rays drawn twice are rays drawn once", arguments: Direction.allCases)
  func idempotent(direction: Direction) throws {
    for grid in Grid.drawings where grid.background == 0 && grid.colourCounts[1...].count(where: { $0 > 0 }) == 1 {
      let once: Grid = try call("rays", grid, direction)
      #expect(try call("rays", once, direction) == once)
    }
  }

  @Test("A bouncing ray zigzags between the edges")
  func bounce() throws {
    let grid = Grid("......\n......\n1.....")
    #expect(try call("zigzag_across", grid, Colour(1), Direction.upRight) == Grid("..1...\n.1.1.1\n1...1."))
  }

  @Test("Lines are made longer at both ends")
  func extended() throws {
    #expect(try call("extend", Grid("....\n.1..\n..1.\n....")) == Grid("1...\n.1..\n..1.\n...1"))
    #expect(throws: Undefined.noSuchStructure) { try call("extend", Grid("1..\n...\n..1")) as Grid }
  }

  @Test("Cells of one colour are connected, those of two are bridged")
  func connections() throws {
    #expect(try call("connect", Grid("1..1.2\n......\n2.1...")) == Grid("1111.2\n......\n2.1..."))
    #expect(try call("bridge", Grid("1..1.2"), Colour(8)) == Grid("188182"))
    #expect(throws: Undefined.nothing) { try call("connect", Grid("1.2")) as Grid }
  }

  @Test("A path touches both ends and is as long as the cells between them demand")
  func path() throws {
    let grid = Grid(
      """
      2.5..
      ..5..
      ....3
      """)
    let path: Mask = try call("path", grid, Colour(2), Colour(3))
    #expect(path.count == 5)
    let ends = path.grown(corners: false)
    #expect(ends[0, 0] && ends[2, 4])
    #expect(throws: Undefined.nothing) { try call("path", Grid("2.5.3"), Colour(2), Colour(3)) as Mask }
  }
}
