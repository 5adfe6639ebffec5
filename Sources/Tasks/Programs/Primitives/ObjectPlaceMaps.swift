extension PrimitiveGroup {
  /// Maps of a scene in which each cell says its place within its object.
  static let objectPlaceMaps = PrimitiveGroup(
    "object place maps", "each object's cells labelled by their places in it, 0 outside",
    [Notion.object, .group, .hole].flatMap { notion in
      [
        map(notion, "row", "their rows") { _, row, _ in row + 1 },
        map(notion, "column", "their columns") { _, _, column in column + 1 },
        map(notion, "row_up", "their rows from the bottom") { object, row, _ in object.height - row },
        map(notion, "column_back", "their columns from the right") { object, _, column in object.width - column },
        map(notion, "ring", "their distances from the box's border") { object, row, column in
          min(row, column, object.height - 1 - row, object.width - 1 - column) + 1
        },
        map(notion, "ring_parity", "the parity of their distances from the box's border") { object, row, column in
          min(row, column, object.height - 1 - row, object.width - 1 - column) % 2 + 1
        },
        map(notion, "checks", "a chessboard from the box's corner") { _, row, column in (row + column) % 2 + 1 },
        map(notion, "row_parity", "the parity of their rows") { _, row, _ in row % 2 + 1 },
        map(notion, "column_parity", "the parity of their columns") { _, _, column in column % 2 + 1 },
        map(notion, "neighbours", "how many neighbours in it they have") { object, row, column in
          object.neighbours(row, column) + 1
        },
        map(notion, "side", "whether they are corners, sides or the inside of the box") { object, row, column in
          let (onRow, onColumn) = (row == 0 || row == object.height - 1, column == 0 || column == object.width - 1)
          return onRow && onColumn ? 1 : onRow ? 2 : onColumn ? 3 : 4
        },
        map(notion, "half", "the halves and the middle that they lie in") { object, row, column in
          let (rows, columns) = ((2 * row + 1 - object.height).signum(), (2 * column + 1 - object.width).signum())
          return 5 + 3 * rows + columns
        },
      ]
    })

  private static func map(
    _ notion: Notion, _ name: String, _ words: String, _ number: @escaping @Sendable (GridObject, Int, Int) -> Int
  ) -> Primitive {
    Primitive("\(notion.name)s_by_cell_\(name)", "the cells of \(notion.words) of {0} labelled by \(words)") {
      (grid: Grid) throws(Undefined) in
      var cells = [UInt8](repeating: 0, count: grid.cells.count)
      for object in try notion(grid) {
        object.draw(on: &cells) { row, column in UInt8(max(0, min(9, number(object, row, column)))) }
      }
      return Grid(packed: cells, height: grid.height, width: grid.width)
    }
  }
}
