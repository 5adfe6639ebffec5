extension PrimitiveGroup {
  /// Objects made grids and masks again.
  static let objectDrawing = PrimitiveGroup(
    "object drawing", "objects as pictures, on black, on a grid, as sets of cells, erased",
    [
      Primitive("picture", "the picture of {0}") { (object: GridObject) in object.grid(open: 0) },
      Primitive("pictures", "the pictures of {0}") { (objects: [GridObject]) in objects.map { $0.grid(open: 0) } },
      Primitive("cut", "{0} cut to the box of {1}") { (grid: Grid, object: GridObject) throws(Undefined) in
        guard grid.height == object.sceneHeight, grid.width == object.sceneWidth, object.top >= 0, object.left >= 0,
          object.bottom <= grid.height, object.right <= grid.width
        else { throw .sizes }
        return grid.cut(rows: object.top..<object.bottom, columns: object.left..<object.right)
      },
      Primitive("draw", "{0} on black") { (object: GridObject) throws(Undefined) in try [object].drawn() },
      Primitive("draw", "{0} on black") { (objects: [GridObject]) throws(Undefined) in try objects.drawn() },
      Primitive("draw_on", "{0} with {1}") { (grid: Grid, object: GridObject) throws(Undefined) in
        try [object].drawn(on: grid)
      },
      Primitive("draw_on", "{0} with {1}") { (grid: Grid, objects: [GridObject]) throws(Undefined) in
        try objects.drawn(on: grid)
      },
      Primitive("draw_under", "{0} with {1} below") { (grid: Grid, objects: [GridObject]) throws(Undefined) in
        let drawn = try objects.drawn(on: grid)
        let background = grid.background
        return Grid(
          packed: grid.cells.indices.map { grid.cells[$0] == background ? drawn.cells[$0] : grid.cells[$0] },
          height: grid.height, width: grid.width)
      },
      Primitive("erase", "{0} without {1}") { (grid: Grid, object: GridObject) throws(Undefined) in
        try [object.painted(grid.background)].drawn(on: grid)
      },
      Primitive("erase", "{0} without {1}") { (grid: Grid, objects: [GridObject]) throws(Undefined) in
        let background = grid.background
        return try objects.map { $0.painted(background) }.drawn(on: grid)
      },
      Primitive("mask", "the cells of {0}") { (object: GridObject) throws(Undefined) in try [object].mask() },
      Primitive("mask", "the cells of {0}") { (objects: [GridObject]) throws(Undefined) in try objects.mask() },
      Primitive("label", "{0} numbered by {1}") { (objects: [GridObject], numbers: [Int]) throws(Undefined) in
        try objects.labelled(numbers)
      },
      Primitive("main_colour", "the main colour of {0}") { (object: GridObject) in Colour(object.mainColour) },
      Primitive("minor_colour", "the minor colour of {0}") { (object: GridObject) throws(Undefined) in
        guard let colour = object.minorColour else { throw .noSuchStructure }
        return Colour(colour)
      },
      Primitive("dots", "one cell for each of {0}, in a row") { (objects: [GridObject]) throws(Undefined) in
        guard !objects.isEmpty else { throw .nothing }
        guard objects.count <= Primitive.largestSide else { throw .tooLarge }
        return Grid(packed: objects.map(\.mainColour), height: 1, width: objects.count)
      },
    ])
}
