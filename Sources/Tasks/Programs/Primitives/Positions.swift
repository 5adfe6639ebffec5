extension PrimitiveGroup {
  /// Places on the scene.
  static let positions = PrimitiveGroup(
    "positions", "places of objects and cells, and objects put there",
    [
      Primitive("middle", "the middle cell of {0}") { (object: GridObject) in
        Position(row: object.top + (object.height - 1) / 2, column: object.left + (object.width - 1) / 2)
      },
      Primitive("corner", "the end of {0} that lies {1}") { (object: GridObject, direction: Direction) in
        Position(
          row: object.top + (direction.rows + 1) * (object.height - 1) / 2,
          column: object.left + (direction.columns + 1) * (object.width - 1) / 2)
      },
      Primitive("the_cell", "the only cell of {0}") { (mask: Mask) throws(Undefined) in
        guard let place = mask.cells.firstIndex(of: 1) else { throw .nothing }
        guard mask.count == 1 else { throw .tie }
        return Position(row: place / mask.width, column: place % mask.width)
      },
      Primitive("put", "{0} moved to {1}") { (object: GridObject, position: Position) in
        object.centred(row: position.row, column: position.column)
      },
      Primitive("align", "{0} moved into the rows of {1}") { (object: GridObject, other: GridObject) in
        object.moved(rows: other.top - object.top, columns: 0)
      },
      Primitive("align_columns", "{0} moved into the columns of {1}") { (object: GridObject, other: GridObject) in
        object.moved(rows: 0, columns: other.left - object.left)
      },
    ])
}
