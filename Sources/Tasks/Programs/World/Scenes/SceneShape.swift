import Randomness

/// A connected shape in its smallest box.
struct SceneShape {
  let height: Int
  let width: Int
  private var cells: [Bool]

  /// Whether a cell belongs to the shape.
  subscript(row: Int, column: Int) -> Bool { cells[row * width + column] }

  /// Grows a shape cell by cell inside a box of this size, and crops it.
  init(within height: Int, _ width: Int, using generator: inout Generator) {
    var full = [Bool](repeating: false, count: height * width)
    var row = generator.integer(in: 0..<height), column = generator.integer(in: 0..<width)
    var (top, bottom, left, right) = (row, row, column, column)
    for _ in 0..<generator.integer(in: 2..<height * width + 3) {
      full[row * width + column] = true
      (top, bottom, left, right) = (min(top, row), max(bottom, row), min(left, column), max(right, column))
      let step = Direction.straight[generator.integer(in: 0..<4)]
      row = min(max(row + step.rows, 0), height - 1)
      column = min(max(column + step.columns, 0), width - 1)
    }
    (self.height, self.width) = (bottom - top + 1, right - left + 1)
    cells = []
    for row in top...bottom { cells += full[row * width + left...row * width + right] }
  }

  /// Returns the shape with left and right, or top and bottom, made alike.
  func mirrored(sideways: Bool) -> SceneShape {
    var shape = self
    for row in 0..<height {
      for column in 0..<width {
        let (otherRow, otherColumn) = sideways ? (row, width - 1 - column) : (height - 1 - row, column)
        shape.cells[row * width + column] = self[row, column] || self[otherRow, otherColumn]
      }
    }
    return shape
  }
}
