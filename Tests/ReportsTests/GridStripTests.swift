import Foundation
import Testing

@testable import Reports

@Suite struct GridStripTests {
  @Test func wrongCellsAreCrossedOut() throws {
    let right: [[UInt8]] = [[1, 2], [3, 4]]
    let strip = GridStrip(
      title: "task",
      grids: [
        .init("target", cells: right), .init("before", cells: [[1, 0], [3, 0]], expected: right),
        .init("after", cells: right, expected: right),
      ])
    let html = strip.html()
    #expect(html.components(separatedBy: "wrong under").count - 1 == 2)
    #expect(html.components(separatedBy: "<rect").count - 1 == 12)
    try expectBalanced(html)
  }

  @Test func aGridOfAnotherShapeIsWrongWhereItSticksOut() {
    let grid = GridStrip.Grid("", cells: [[1, 2, 3], [4]], expected: [[1, 2]])
    #expect((0..<3).map { grid.isWrong(row: 0, column: $0) } == [false, false, true])
    #expect(grid.isWrong(row: 1, column: 0))
  }

  @Test func sequencesStandBelowEachOther() {
    let sequences = GridStrip(title: "", grids: [.init("input", cells: [[1, 2, 3, 4, 5, 6]])])
    #expect(sequences.html().contains("strip rows"))
    let squares = GridStrip(title: "", grids: [.init("input", cells: [[1, 2], [3, 4], [5, 6]])])
    #expect(!squares.html().contains("strip rows"))
  }

  @Test func everySymbolAndEveryShapeDraws() throws {
    let shapes: [[[UInt8]]] = [
      [], [[]], [[0]], [Array(0...255)], Array(repeating: [9], count: 60), [[1], [2, 3], []],
    ]
    for cells in shapes {
      try expectBalanced(GridStrip(title: "t", grids: [.init("g", cells: cells, expected: [[1]])]).html())
    }
    try expectBalanced(GridStrip(title: "none", grids: []).html())
  }
}
