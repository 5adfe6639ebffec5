import Testing

@testable import Tasks

@Suite("Primitives that move objects")
struct MovementTests {
  @Test("Sliding keeps every cell, ends at rest, and each object meets something", arguments: Direction.straight)
  func slides(direction: Direction) throws {
    for grid in Grid.drawings where grid.background == 0 {
      let slid: Grid = try call("slide_groups", grid, direction)
      #expect(slid.colourCounts == grid.colourCounts)
      let objects = try Notion.group(grid)
      let moved = try objects.slid(direction)
      #expect(try moved.slid(direction) == moved)
    }
  }

  @Test("Objects stop at each other")
  func contact() throws {
    let grid = Grid(
      """
      22..3...
      2.......
      2..1....
      """)
    #expect(try call("slide", Grid("2.3....."), Direction.right) == Grid("......23"))
    #expect(try call("slide", grid, Colour(2), Direction.right) == Grid("..223...\n..2.....\n..21...."))
  }

  @Test("Attracted objects touch what attracts them")
  func attraction() throws {
    let grid = Grid("1...8...2\n.........\n...3....2")
    #expect(try call("attract", grid, Colour(8)) == Grid("...182...\n.........\n...3....2"))
  }

  @Test("An object at an edge stays there when it is moved to it", arguments: Direction.allCases)
  func edges(direction: Direction) throws {
    for object in try Notion.object(Grid.drawings[3]) {
      let once: GridObject = try call("to_edge", object, direction)
      #expect(try call("to_edge", once, direction) == once)
      #expect(once.touchesEdge)
    }
  }
}
