import Testing

@testable import Tasks

@Suite("Notions of objects")
struct NotionTests {
  @Test("Objects partition the coloured cells, and drawn on the background they are the grid again")
  func partition() throws {
    for grid in Grid.drawings where grid.background == 0 {
      for notion in [Notion.object, .sideObject, .group, .sideGroup, .layer] {
        let objects = try notion(grid)
        #expect(objects.reduce(0) { $0 + $1.size } == grid.cells.count { $0 != 0 })
        #expect(try objects.drawn() == grid)
      }
    }
  }

  @Test("Regions partition all cells; the background's parts are its complement's")
  func regions() throws {
    for grid in Grid.drawings {
      guard let regions = try? Notion.region(grid) else { continue }
      #expect(regions.reduce(0) { $0 + $1.size } == grid.cells.count)
      #expect(try regions.drawn() == grid)
      let parts = try Notion.part(grid)
      #expect(parts.reduce(0) { $0 + $1.size } == grid.cells.count { $0 == grid.background })
    }
  }

  @Test("A frame has a hole, which is gone when it is filled")
  func holes() throws {
    let frame = Grid(
      """
      .....
      .222.
      .2.2.
      .222.
      .....
      """)
    #expect(try Notion.hole(frame).map(\.size) == [1])
    #expect(try Notion.object(frame).map(\.holes) == [1])
    let filled: Grid = try call("fill_enclosed", frame, Colour(2))
    #expect(throws: Undefined.nothing) { try Notion.hole(filled) }
    #expect(try Notion.object(filled).map(\.holes) == [0])
  }

  @Test("Fields lie between the lines, bars in rows and columns")
  func lines() throws {
    let grid = Grid(
      """
      1.5..
      ..5.1
      55555
      33544
      """)
    #expect(try Notion.field(grid).map(\.cells) == [[1, 0, 0, 0], [0, 0, 0, 1], [3, 3], [4, 4]])
    #expect(try Notion.rowBar(grid).map(\.size) == [5, 2, 2])
    #expect(try Notion.columnBar(grid).map(\.height) == [4])
  }
}
