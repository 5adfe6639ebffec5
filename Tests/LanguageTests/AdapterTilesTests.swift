import Testing

@testable import Language

@Suite struct AdapterTilesTests {
  @Test func rowsOfOneOwnerStandInOrderInTilesOfTheirOwn() {
    let owners = [2, 0, 2, 2, 0]
    let tiles = AdapterTiles(owners, tileCost: 4)
    #expect(tiles.owners == [0, 2] && tiles.height == 3)
    #expect(tiles.places == [1, 4, nil, 0, 2, 3])
    for (place, row) in tiles.places.enumerated() {
      if let row { #expect(owners[row] == tiles.owners[place / tiles.height]) }
    }
  }

  @Test func tilesAreAsHighAsTheirCostSays() {
    let owners = Array(repeating: 0, count: 9) + [1]
    // What fills up costs more than another tile, or less.
    #expect(AdapterTiles(owners, tileCost: 0).height == 1)
    #expect(AdapterTiles(owners, tileCost: 100).height == 9)
    #expect(AdapterTiles([3, 3, 3], tileCost: 0).places == [0, 1, 2])
  }
}
