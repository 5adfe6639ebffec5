import Testing

@testable import Tasks

@Suite("Maps of objects")
struct ObjectMapsTests {
  private let maps = PrimitiveGroup.objectMaps.primitives + PrimitiveGroup.objectPlaceMaps.primitives

  @Test("A map of objects has the grid's size and a symbol on every object, none elsewhere")
  func support() throws {
    for grid in Grid.drawings.prefix(8) where grid.background == 0 {
      for map in maps where !map.name.hasPrefix("hole") {
        guard case .grid(let symbols) = try map([.grid(grid)]) else { continue }
        #expect(symbols.height == grid.height && symbols.width == grid.width)
        // Holes and open cells of objects are counted from 0.
        if map.name.hasSuffix("holes") || map.name.hasSuffix("open_cells") { continue }
        #expect(zip(symbols.cells, grid.cells).allSatisfy { ($0 == 0) == ($1 == 0) }, "\(map.name)")
      }
    }
  }

  @Test("Sizes, ranks and places are as drawn")
  func examples() throws {
    let grid = Grid("22.3\n22..\n....\n333.")
    #expect(try call("objects_by_size", grid) == Grid("44.1\n44..\n....\n333."))
    #expect(try call("objects_by_size_rank", grid) == Grid("11.3\n11..\n....\n222."))
    #expect(try call("objects_by_cell_column", grid) == Grid("12.1\n12..\n....\n123."))
    #expect(try call("parts_by_size", grid) == Grid("..8.\n..88\n8888\n...8"))
  }
}
