extension PrimitiveGroup {
  /// Parts cut out of a grid.
  static let crops = PrimitiveGroup(
    "crops", "parts cut out of a grid",
    [
      Primitive("crop", "{0} cropped to its content") { (grid: Grid) throws(Undefined) in
        try grid.part(grid.content())
      },
      Primitive("crop_to", "{0} cropped to its {1} cells") { (grid: Grid, colour: Colour) throws(Undefined) in
        guard let box = grid.box(where: { $0 == colour.symbol }) else { throw .nothing }
        return grid.part(box)
      },
      Primitive("crop_without", "{0} cropped to what is not {1}") { (grid: Grid, colour: Colour) throws(Undefined) in
        guard let box = grid.box(where: { $0 != colour.symbol }) else { throw .nothing }
        return grid.part(box)
      },
      Primitive("cut_where", "the part of {0} where {1} has {2} cells") {
        (grid: Grid, guide: Grid, colour: Colour) throws(Undefined) in
        guard grid.height == guide.height, grid.width == guide.width else { throw .sizes }
        guard let box = guide.box(where: { $0 == colour.symbol }) else { throw .nothing }
        return grid.part(box)
      },
      Primitive("half", "the half of {0} that lies {1}") { (grid: Grid, side: Direction) throws(Undefined) in
        let turn = try side.toLeft()
        let width = (turn.exchangesSides ? grid.height : grid.width) / 2
        guard width > 0 else { throw .sizes }
        return turn.packed(turn.packed(grid).columns(0..<width))
      },
      Primitive("take", "the {2} outermost lines of {0} that lie {1}") {
        (grid: Grid, side: Direction, count: Int) throws(Undefined) in
        let turn = try side.toLeft()
        guard count > 0, count < (turn.exchangesSides ? grid.height : grid.width) else { throw .sizes }
        return turn.packed(turn.packed(grid).columns(0..<count))
      },
      Primitive("drop", "{0} without the {2} outermost lines that lie {1}") {
        (grid: Grid, side: Direction, count: Int) throws(Undefined) in
        let turn = try side.toLeft()
        let width = turn.exchangesSides ? grid.height : grid.width
        guard count > 0, count < width else { throw .sizes }
        return turn.packed(turn.packed(grid).columns(count..<width))
      },
      Primitive("corner", "the corner of {0} that lies {1}, {2} cells a side") {
        (grid: Grid, corner: Direction, side: Int) throws(Undefined) in
        guard Direction.diagonal.contains(corner) else { throw .noSuchStructure }
        guard side > 0, side <= min(grid.height, grid.width) else { throw .sizes }
        return grid.part(
          Box(
            top: corner.rows < 0 ? 0 : grid.height - side, left: corner.columns < 0 ? 0 : grid.width - side,
            height: side, width: side))
      },
      Primitive("corners", "the four corner cells of {0}") { (grid: Grid) throws(Undefined) in
        guard grid.height > 1, grid.width > 1 else { throw .sizes }
        let (bottom, right) = (grid.cells.count - grid.width, grid.width - 1)
        return Grid(packed: [0, right, bottom, bottom + right].map { grid.cells[$0] }, height: 2, width: 2)
      },
      Primitive("middle", "the middle cells of {0}, one or two a side") { (grid: Grid) in
        let (top, left) = ((grid.height - 1) / 2, (grid.width - 1) / 2)
        return grid.part(Box(top: top, left: left, height: grid.height / 2 - top + 1, width: grid.width / 2 - left + 1))
      },
      Primitive("window", "the square of side {2} around {1} in {0}") {
        (grid: Grid, centre: Position, side: Int) throws(Undefined) in
        let box = Box(top: centre.row - side / 2, left: centre.column - side / 2, height: side, width: side)
        guard side > 0, box.top >= 0, box.left >= 0, box.top + side <= grid.height, box.left + side <= grid.width else {
          throw .sizes
        }
        return grid.part(box)
      },
    ])
}
