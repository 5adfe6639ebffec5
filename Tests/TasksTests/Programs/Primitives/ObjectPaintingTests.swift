import Testing

@testable import Tasks

@Suite("Primitives that draw, paint and stamp objects")
struct ObjectPaintingTests {
  @Test("Objects erased and drawn again are the grid again")
  func erased() throws {
    for grid in Grid.drawings {
      let objects = try Notion.object(grid)
      let erased: Grid = try call("erase", grid, objects)
      #expect(Set(erased.cells) == [grid.background])
      #expect(try call("draw_on", erased, objects) == grid)
    }
  }

  @Test("Mirrored twice is as it was; a symmetric object is its mirror image")
  func mirrored() throws {
    for grid in Grid.drawings {
      let objects = try Notion.group(grid)
      let once: [GridObject] = try call("mirror", objects)
      #expect(try call("mirror", once) == objects)
      #expect(zip(objects, once).allSatisfy { $0.isMirrorSymmetric == ($0 == $1) })
    }
  }

  @Test("What is picked and painted is removed or kept")
  func picks() throws {
    let grid = Grid("22.1\n22..\n..33")
    #expect(try call("paint_largest", grid, Colour(5)) == Grid("55.1\n55..\n..33"))
    #expect(try call("keep_largest", grid) == Grid("22..\n22..\n...."))
    #expect(try call("remove_largest", grid) == Grid("...1\n....\n..33"))
  }

  @Test("Objects take the colour of the nearest one")
  func nearest() throws {
    let grid = Grid("5.3......\n.........\n....5...4")
    #expect(try call("take_nearest", grid, Colour(5)) == Grid("3.3......\n.........\n....3...4"))
  }

  @Test("A part of the pattern becomes the whole of it, turned as it lies")
  func completed() throws {
    let grid = Grid("12...\n.....\n...1.\n.....")
    #expect(try call("complete", grid) == Grid("12...\n.....\n...12\n....."))
    let turned = Grid("122....\n.......\n....1..\n.......")
    #expect(try call("complete_turned", turned) as Grid == Grid("122....\n.......\n....122\n......."))
  }

  @Test("Rings around marked cells")
  func stamps() throws {
    #expect(try call("stamp_ring", Grid("...\n.1.\n..."), Colour(1), Colour(7)) == Grid("777\n717\n777"))
    #expect(throws: Undefined.nothing) { try call("stamp_ring", Grid("..."), Colour(1), Colour(7)) as Grid }
  }
}
