extension PrimitiveGroup {
  /// Objects that move.
  static let movement = PrimitiveGroup(
    "movement", "objects moved by steps, to the edge, until contact, towards each other, repeated",
    [
      Primitive("slide", "{0} with its objects moved {1} until they meet something") {
        (grid: Grid, direction: Direction) throws(Undefined) in
        try Notion.object(grid).slid(direction).drawn(on: grid.background)
      },
      Primitive("slide_groups", "{0} with its objects of any colours moved {1} until they meet something") {
        (grid: Grid, direction: Direction) throws(Undefined) in
        try Notion.group(grid).slid(direction).drawn(on: grid.background)
      },
      Primitive("slide", "{0} with its {1} objects moved {2} until they meet something") {
        (grid: Grid, colour: Colour, direction: Direction) throws(Undefined) in
        let (moving, rest) = try grid.split(colour)
        return try moving.slid(direction, on: rest).drawn(on: rest)
      },
      Primitive("slide", "{0} moved {1} until they meet something") {
        (objects: [GridObject], direction: Direction) throws(Undefined) in try objects.slid(direction)
      },
      Primitive("attract", "{0} with its other objects moved to the {1} ones") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        let (pulling, rest) = try grid.split(colour)
        let taken = try pulling.mask().cells
        return try (Notion.object(rest).map { $0.attracted(to: taken) } + pulling).drawn(on: grid.background)
      },
      Primitive("attract", "{0} with its {1} objects moved to the {2} ones") {
        (grid: Grid, moving: Colour, pulling: Colour) throws(Undefined) in
        let (objects, rest) = try grid.split(moving)
        let taken = try Mask(of: rest) { $0 == pulling.symbol }.nonempty().cells
        return try objects.map { $0.attracted(to: taken) }.drawn(on: rest)
      },
      Primitive("to_edge", "{0} moved {1} to the edge") { (object: GridObject, direction: Direction) in
        object.atEdge(direction)
      },
      Primitive("to_edge", "{0}, each moved {1} to the edge") { (objects: [GridObject], direction: Direction) in
        objects.map { $0.atEdge(direction) }
      },
      Primitive("step", "{0} moved one step {1}") { (object: GridObject, direction: Direction) in
        object.moved(rows: direction.rows, columns: direction.columns)
      },
      Primitive("step", "{0}, each moved one step {1}") { (objects: [GridObject], direction: Direction) in
        objects.map { $0.moved(rows: direction.rows, columns: direction.columns) }
      },
      Primitive("move", "{0}, each moved {1} by {2}") {
        (objects: [GridObject], direction: Direction, steps: Int) throws(Undefined) in
        guard steps.magnitude <= Primitive.largestSide else { throw .tooLarge }
        return objects.map { $0.moved(rows: steps * direction.rows, columns: steps * direction.columns) }
      },
      Primitive("move_by_size", "{0}, each moved {1} by its own size") {
        (objects: [GridObject], direction: Direction) in objects.map { $0.beside(direction) }
      },
      Primitive("move_by_cells", "{0}, each moved {1} by the number of its cells") {
        (objects: [GridObject], direction: Direction) in
        objects.map { $0.moved(rows: $0.size * direction.rows, columns: $0.size * direction.columns) }
      },
      Primitive("centred", "{0} moved to the middle") { (object: GridObject) in
        object.moved(
          rows: (object.sceneHeight - object.height) / 2 - object.top,
          columns: (object.sceneWidth - object.width) / 2 - object.left)
      },
      Primitive("reflect", "{0} with their mirror images {1} of them") {
        (objects: [GridObject], direction: Direction) throws(Undefined) in
        guard objects.count * 2 <= Notion.most else { throw .tooLarge }
        return objects + objects.map { $0.reflected(direction) }
      },
      Primitive("repeat", "{0} repeated {1}") { (object: GridObject, direction: Direction) in
        object.row(direction, gap: 0)
      },
      Primitive("repeat_apart", "{0} repeated {1}, one cell apart") { (object: GridObject, direction: Direction) in
        object.row(direction, gap: 1)
      },
    ])
}

extension Grid {
  /// Returns the objects of a colour and the grid without them, or throws if there are none.
  fileprivate func split(_ colour: Colour) throws(Undefined) -> (objects: [GridObject], rest: Grid) {
    let background = background
    guard colour.symbol != background, cells.contains(colour.symbol) else { throw .nothing }
    let objects = try Notion.object(self).found { $0.mainColour == colour.symbol ? $0 : nil }
    let rest = cells.map { $0 == colour.symbol ? background : $0 }
    return (objects, Grid(packed: rest, height: height, width: width))
  }
}
