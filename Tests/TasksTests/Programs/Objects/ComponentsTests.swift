import Testing

@testable import Tasks

@Suite("Components")
struct ComponentsTests {
  @Test("A spiral is one component however its arms meet")
  func spiral() {
    let grid = Grid(
      """
      1111111
      1.....1
      1.111.1
      1.1.1.1
      1.1...1
      1.11111
      1......
      """)
    let parts = Components(of: grid.cells, height: 7, width: 7, joinsCorners: false, background: 0)
    #expect(parts.count == 1)
    #expect(parts.sizes == [49 - grid.cells.count { $0 == 1 }, grid.cells.count { $0 == 1 }])
  }

  @Test("Cells have one component exactly if a path of like neighbours joins them", arguments: [false, true])
  func partition(corners: Bool) {
    for grid in Grid.drawings {
      let parts = Components(
        of: grid.cells, height: grid.height, width: grid.width, joinsCorners: corners, background: 0)
      #expect(parts.labels == flooded(grid, corners: corners))
    }
  }

  /// The components found another way: the least label spreads until nothing changes.
  private func flooded(_ grid: Grid, corners: Bool) -> [UInt16] {
    var labels = grid.cells.indices.map { grid.cells[$0] == 0 ? 0 : $0 + 1 }
    var changes = true
    while changes {
      changes = false
      for index in labels.indices where labels[index] > 0 {
        for direction in corners ? Direction.allCases : Direction.straight {
          let (row, column) = (index / grid.width + direction.rows, index % grid.width + direction.columns)
          guard (0..<grid.height).contains(row), (0..<grid.width).contains(column) else { continue }
          let other = row * grid.width + column
          if grid.cells[other] == grid.cells[index], labels[other] < labels[index] {
            (labels[index], changes) = (labels[other], true)
          }
        }
      }
    }
    let roots = Set(labels).subtracting([0]).sorted()
    return labels.map { label in UInt16(roots.firstIndex(of: label).map { $0 + 1 } ?? 0) }
  }
}
