import Foundation
import TestSupport
import Testing

@testable import Tasks

@Suite struct GridTests {
  let grid = Grid(rows: [[1, 2, 3], [4, 5, 6]])

  @Test func itHoldsRows() {
    #expect(grid.height == 2 && grid.width == 3)
    #expect(grid.cells == [1, 2, 3, 4, 5, 6])
    #expect(grid[1, 0] == 4)
    #expect(grid.rows == [[1, 2, 3], [4, 5, 6]])
    #expect(grid.description == "123\n456")
    #expect(Grid(height: 2, width: 3) { 3 * $0 + $1 + 1 } == grid)
  }

  @Test func aSequenceIsOneRow() {
    #expect(Grid(sequence: [7, 8]) == Grid(height: 1, width: 2, cells: [7, 8]))
    #expect(Grid(sequence: [7, 8]).sequence == [7, 8])
  }

  @Test func itIsWrittenAsARCWritesIt() throws {
    let data = try JSONEncoder().encode(grid)
    #expect(String(decoding: data, as: UTF8.self) == "[[1,2,3],[4,5,6]]")
    #expect(try JSONDecoder().decode(Grid.self, from: data) == grid)
  }

  @Test(arguments: ["[]", "[[]]", "[[1,2],[3]]", "[[10]]", "[[-1]]", "3"])
  func whatIsNoGridIsRefused(_ text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Grid.self, from: Data(text.utf8)) }
  }

  @Test func aWrongNumberOfCellsTraps() async {
    await #expect(processExitsWith: .trap) { _ = Grid(height: 2, width: 2, cells: [1, 2, 3]) }
  }
}
