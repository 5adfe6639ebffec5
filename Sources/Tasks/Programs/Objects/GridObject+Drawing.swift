extension GridObject {
  /// Creates an object of a whole mask's rectangle and these colours, or returns `nil` if the mask is empty.
  init?(_ mask: Mask, of grid: Grid) {
    guard let box = mask.box else { return nil }
    let cells = box.rows.flatMap { row in
      box.columns.map { mask[row, $0] ? grid.cells[row * grid.width + $0] : Self.open }
    }
    self.init(
      top: box.rows.lowerBound, left: box.columns.lowerBound, height: box.rows.count, width: box.columns.count,
      cells: cells, sceneHeight: grid.height, sceneWidth: grid.width)
  }

  /// Returns the object at its place with these cells in the rectangle.
  func with(cells: [UInt8]) -> GridObject {
    GridObject(
      top: top, left: left, height: height, width: width, cells: cells, sceneHeight: sceneHeight,
      sceneWidth: sceneWidth)
  }

  /// Returns the object in one colour.
  func painted(_ colour: UInt8) -> GridObject { mapping { _ in colour } }

  /// Returns the object with the open cells of its rectangle in a colour.
  func boxed(_ colour: UInt8) -> GridObject { with(cells: cells.map { $0 == Self.open ? colour : $0 }) }

  /// Returns the cells of the object for which `holds(row, column)` is true, the others open; or `nil` if none is left.
  func keeping(_ holds: (Int, Int) -> Bool) -> GridObject? {
    var kept = cells
    for row in 0..<height {
      for column in 0..<width where !holds(row, column) { kept[row * width + column] = Self.open }
    }
    return kept.contains { $0 != Self.open } ? with(cells: kept) : nil
  }

  /// Whether a cell of the rectangle's plane, which may lie outside it, belongs to the object.
  func contains(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < height && column >= 0 && column < width && self[row, column] != Self.open
  }

  /// Whether a cell of the object has a side neighbour that does not belong to it.
  func isBorder(_ row: Int, _ column: Int) -> Bool {
    !contains(row - 1, column) || !contains(row + 1, column) || !contains(row, column - 1)
      || !contains(row, column + 1)
  }

  /// Draws symbols onto a scene where the object is: `symbol(row, column)` of the rectangle.
  func draw(on scene: inout [UInt8], symbol: (Int, Int) -> UInt8) {
    for row in max(0, -top)..<max(max(0, -top), min(height, sceneHeight - top)) {
      for column in max(0, -left)..<max(max(0, -left), min(width, sceneWidth - left))
      where cells[row * width + column] != Self.open {
        scene[(top + row) * sceneWidth + left + column] = symbol(row, column)
      }
    }
  }
}

extension [GridObject] {
  /// The size of the objects' scene, or throws if there are none or they come from scenes of several sizes.
  func scene() throws(Undefined) -> (height: Int, width: Int) {
    guard let first else { throw .nothing }
    for object in self where object.sceneHeight != first.sceneHeight || object.sceneWidth != first.sceneWidth {
      throw .sizes
    }
    return (first.sceneHeight, first.sceneWidth)
  }

  /// Returns the objects on a scene of one colour, later ones above earlier ones.
  func drawn(on colour: UInt8 = 0) throws(Undefined) -> Grid {
    let scene = try scene()
    var cells = [UInt8](repeating: colour, count: scene.height * scene.width)
    for object in self { object.draw(on: &cells) }
    return Grid(packed: cells, height: scene.height, width: scene.width)
  }

  /// Returns the objects on a grid, later ones above earlier ones.
  func drawn(on grid: Grid) throws(Undefined) -> Grid {
    let scene = try scene()
    guard scene.height == grid.height, scene.width == grid.width else { throw .sizes }
    var cells = grid.cells
    for object in self { object.draw(on: &cells) }
    return Grid(packed: cells, height: grid.height, width: grid.width)
  }

  /// Returns the scene with a symbol 0...9 for each object at its cells, 0 outside; larger numbers are 9.
  func labelled(_ symbols: [Int]) throws(Undefined) -> Grid {
    guard symbols.count == count else { throw .sizes }
    let scene = try scene()
    var cells = [UInt8](repeating: 0, count: scene.height * scene.width)
    for (object, symbol) in zip(self, symbols) {
      let symbol = UInt8(Swift.min(9, Swift.max(0, symbol)))
      object.draw(on: &cells) { _, _ in symbol }
    }
    return Grid(packed: cells, height: scene.height, width: scene.width)
  }

  /// The cells of all objects.
  func mask() throws(Undefined) -> Mask {
    let scene = try scene()
    var cells = [UInt8](repeating: 0, count: scene.height * scene.width)
    for object in self { object.draw(on: &cells) { _, _ in 1 } }
    return Mask(height: scene.height, width: scene.width, cells: cells)
  }
}
