extension PrimitiveGroup {
  /// Enclosed background, insides and boxes.
  static let enclosures = PrimitiveGroup(
    "enclosures", "what is enclosed, inside, outside, in boxes; and its filling",
    [
      Primitive("enclosed", "the background of {0} that sides enclose") { (grid: Grid) throws(Undefined) in
        try grid.background(reachesEdge: false, joinsCorners: false)
      },
      Primitive("sealed", "the background of {0} that is closed at corners, too") { (grid: Grid) throws(Undefined) in
        try grid.background(reachesEdge: false, joinsCorners: true)
      },
      Primitive("outside", "the background of {0} that reaches the edge") { (grid: Grid) throws(Undefined) in
        try grid.background(reachesEdge: true, joinsCorners: false)
      },
      Primitive("fill_enclosed", "{0} with its enclosed background filled {1}") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        try grid.painted(grid.background(reachesEdge: false, joinsCorners: false), colour.symbol)
      },
      Primitive("fill_sealed", "{0} with its background that is closed at corners, too, filled {1}") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        try grid.painted(grid.background(reachesEdge: false, joinsCorners: true), colour.symbol)
      },
      Primitive("flood", "{0} with its background that reaches the edge filled {1}") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        try grid.painted(grid.background(reachesEdge: true, joinsCorners: false), colour.symbol)
      },
      Primitive("fill_holes", "{0} with each hole in the colour around it") { (grid: Grid) throws(Undefined) in
        try Notion.hole(grid).each { (hole: GridObject) throws(Undefined) in
          hole.painted(try grid.commonestColour(around: hole))
        }.drawn(on: grid)
      },
      Primitive("fill_enclosed_by", "{0} with the cells enclosed by {1} filled {2}") {
        (grid: Grid, wall: Colour, colour: Colour) throws(Undefined) in
        let inside = try Mask(of: grid) { $0 == wall.symbol }.enclosed.nonempty()
        let background = grid.background
        return Grid(
          packed: grid.cells.indices.map {
            inside.cells[$0] != 0 && grid.cells[$0] == background ? colour.symbol : grid.cells[$0]
          }, height: grid.height, width: grid.width)
      },
      Primitive("enclosed_by", "the cells of {0} enclosed by {1}") { (grid: Grid, wall: Colour) throws(Undefined) in
        try Mask(of: grid) { $0 == wall.symbol }.enclosed.nonempty()
      },
      Primitive("fill_boxes", "{0} with the background in the boxes of its objects filled {1}") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        let boxes = try Notion.object(grid).found { $0.isRectangle ? nil : $0.boxed(colour.symbol) }
        return try (boxes + Notion.object(grid)).drawn(on: grid)
      },
      Primitive("box_insides", "the cells of {0} inside the boxes of its objects, off their sides") {
        (grid: Grid) throws(Undefined) in
        try Notion.object(grid).found { object in
          object.boxed(0).keeping { row, column in
            row > 0 && column > 0 && row < object.height - 1 && column < object.width - 1
          }
        }.mask()
      },
      Primitive("insides", "the inner cells of the objects of {0}") { (grid: Grid) throws(Undefined) in
        try Notion.sideObject(grid).found { object in object.keeping { object.neighbours($0, $1) == 8 } }.mask()
      },
      Primitive("fill_insides", "{0} with the inner cells of its objects in {1}") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        try Notion.sideObject(grid).found { object in
          object.keeping { object.neighbours($0, $1) == 8 }?.painted(colour.symbol)
        }.drawn(on: grid)
      },
      Primitive("hollow", "{0} with its objects hollowed") { (grid: Grid) throws(Undefined) in
        let background = grid.background
        return try Notion.sideObject(grid).found { object in
          object.keeping { object.neighbours($0, $1) == 8 }?.painted(background)
        }.drawn(on: grid)
      },
      Primitive("halo", "{0} with {1} around its objects") { (grid: Grid, colour: Colour) throws(Undefined) in
        let background = grid.background
        let objects = try Mask(of: grid) { $0 != background }.nonempty()
        return try grid.painted(
          objects.grown(corners: true).combined(with: objects) { $0 & (1 - $1) }, colour.symbol)
      },
      Primitive("fill_corners", "{0} with the rectangles between four cells of one colour filled {1}") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        try grid.painted(grid.insideCorners(), colour.symbol)
      },
      Primitive("edges", "the cells at the edge of {0}") { (grid: Grid) in
        Mask(height: grid.height, width: grid.width) { row, column in
          row == 0 || column == 0 || row == grid.height - 1 || column == grid.width - 1
        }
      },
    ])
}

extension Grid {
  /// Returns the background cells whose part reaches the edge, or does not; throws if there is none.
  func background(reachesEdge: Bool, joinsCorners: Bool) throws(Undefined) -> Mask {
    let background = background
    let parts = Components(
      of: cells.map { $0 == background ? 1 : 0 }, height: height, width: width, joinsCorners: joinsCorners,
      background: 0)
    let touches = parts.touchesEdge
    return try Mask(
      height: height, width: width,
      cells: parts.labels.map { $0 != 0 && touches[Int($0)] == reachesEdge ? 1 : 0 }
    ).nonempty()
  }

  /// Returns the commonest colour of the cells beside an object, or throws if there is none or a tie.
  func commonestColour(around object: GridObject) throws(Undefined) -> UInt8 {
    var counts = [Int](repeating: 0, count: 10)
    for row in -1...object.height {
      for column in -1...object.width where !object.contains(row, column) {
        let (r, c) = (object.top + row, object.left + column)
        guard r >= 0, r < height, c >= 0, c < width else { continue }
        let isBeside = Direction.straight.contains { object.contains(row + $0.rows, column + $0.columns) }
        if isBeside { counts[Int(cells[r * width + c])] += 1 }
      }
    }
    return UInt8(try counts.placeOfMost())
  }

  /// Returns the cells inside the smallest rectangles that have cells of one colour at their four corners and only
  /// background within; throws if there is none.
  func insideCorners() throws(Undefined) -> Mask {
    let background = background
    var inside = [UInt8](repeating: 0, count: cells.count)
    for start in cells.indices where cells[start] != background {
      let (row, column) = (start / width, start % width)
      var (right, down) = (Walk(self, from: start, .right), Walk(self, from: start, .down))
      guard let corner = right.next(onto: cells, background: background, colour: cells[start]),
        let below = down.next(onto: cells, background: background, colour: cells[start])
      else { continue }
      let (lastColumn, lastRow) = (corner % width, below / width)
      guard cells[lastRow * width + lastColumn] == cells[start], lastRow > row + 1, lastColumn > column + 1 else {
        continue
      }
      for r in (row + 1)..<lastRow {
        for c in (column + 1)..<lastColumn where cells[r * width + c] == background { inside[r * width + c] = 1 }
      }
    }
    return try Mask(height: height, width: width, cells: inside).nonempty()
  }
}

extension Walk {
  /// Goes on over the background and returns the first other cell if it is of a colour, else `nil`.
  mutating func next(onto cells: [UInt8], background: UInt8, colour: UInt8) -> Int? {
    while let cell = step() {
      if cells[cell] != background { return cells[cell] == colour ? cell : nil }
    }
    return nil
  }
}

extension Mask {
  /// The cells outside the set from which no steps by sides lead to the edge.
  var enclosed: Mask {
    let parts = Components(
      of: cells.map { 1 - $0 }, height: height, width: width, joinsCorners: false, background: 0)
    let touches = parts.touchesEdge
    return Mask(height: height, width: width, cells: parts.labels.map { $0 != 0 && !touches[Int($0)] ? 1 : 0 })
  }
}
