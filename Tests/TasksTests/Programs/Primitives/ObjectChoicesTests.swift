import Testing

@testable import Tasks

@Suite("Primitives that choose an object")
struct ObjectChoicesTests {
  private let grid = Grid(
    """
    22....3.
    22...333
    ......3.
    1....4..
    .1..4.4.
    1....4..
    """)

  @Test("The largest and the smallest, unless there is a tie")
  func extremes() throws {
    let objects = try Notion.object(grid)
    #expect(try (call("largest", objects) as GridObject).mainColour == 3)
    #expect(try (call("smallest", objects) as GridObject).mainColour == 1)
    #expect(try (call("most_holes", objects) as GridObject).mainColour == 4)
    #expect(throws: Undefined.tie) { try call("tallest", objects) as GridObject }
  }

  @Test("The odd one is the only one of its kind among several of another")
  func odd() throws {
    let objects = try Notion.object(grid)
    #expect(try (call("odd_holes", objects) as GridObject).mainColour == 4)
    #expect(throws: Undefined.tie) { try call("odd_colour", objects) as GridObject }
    #expect(throws: Undefined.noSuchStructure) { try call("odd_holes", Array(objects.prefix(2))) as GridObject }
  }

  @Test("Choosing by numbers agrees with choosing at once, sorting with both")
  func numbers() throws {
    for grid in Grid.drawings {
      let objects = try Notion.object(grid)
      let sizes = objects.map(\.size)
      let sorted = try? call("sorted", objects, sizes) as [GridObject]
      if let largest = try? call("largest", objects) as GridObject {
        #expect(try call("most", objects, sizes) == largest)
        if let sorted { #expect(sorted.first == largest) }
      }
      if let smallest = try? call("smallest", objects) as GridObject {
        #expect(try call("least", objects, sizes) == smallest)
        if let sorted { #expect(sorted.last == smallest) }
      }
    }
  }

  @Test("What is kept and what is dropped are all")
  func kept() throws {
    let objects = try Notion.object(grid)
    let holds = objects.map { $0.holes > 0 }
    let (kept, dropped): ([GridObject], [GridObject]) = (
      try call("keep", objects, holds), try call("drop", objects, holds)
    )
    #expect(try (kept + dropped).drawn() == grid)
    #expect(try call("the_only", objects, holds) == kept[0])
  }
}
