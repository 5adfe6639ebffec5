extension PrimitiveGroup {
  /// Patterns drawn around marked cells.
  static let stamps = PrimitiveGroup(
    "stamps", "crosses, rings and copies of objects around marked cells",
    [
      stamp("stamp_ring", "rings", Direction.allCases),
      stamp("stamp_cross", "crosses", Direction.straight),
      stamp("stamp_diagonals", "diagonal crosses", Direction.diagonal),
      stamp("stamp_row", "cells at both sides", [.left, .right]),
      stamp("stamp_column", "cells above and below", [.up, .down]),
      Primitive("copies", "copies of {0}, centred on {1}") { (object: GridObject, mask: Mask) throws(Undefined) in
        guard object.sceneHeight == mask.height, object.sceneWidth == mask.width else { throw .sizes }
        guard mask.count <= Notion.most else { throw .tooLarge }
        let cells = try mask.nonempty().cells
        return cells.indices.filter { cells[$0] != 0 }.map {
          object.centred(row: $0 / mask.width, column: $0 % mask.width)
        }
      },
      Primitive("complete", "{0} with the many-coloured object completed where parts of it are") {
        (grid: Grid) throws(Undefined) in try grid.completed([.identity])
      },
      Primitive("complete_turned", "{0} with the many-coloured object completed, turned, where parts of it are") {
        (grid: Grid) throws(Undefined) in try grid.completed(Dihedral.allCases)
      },
    ])

  private static func stamp(_ name: String, _ words: String, _ directions: [Direction]) -> Primitive {
    Primitive(name, "{0} with {2} \(words) around {1} cells") {
      (grid: Grid, colour: Colour, paint: Colour) throws(Undefined) in
      try grid.stamped(colour.symbol, paint.symbol, directions)
    }
  }
}

extension Grid {
  /// Returns the grid with the background neighbours of the cells of a colour painted.
  func stamped(_ colour: UInt8, _ paint: UInt8, _ directions: [Direction]) throws(Undefined) -> Grid {
    let background = background
    guard colour != background, cells.contains(colour) else { throw .nothing }
    var drawn = cells
    for start in cells.indices where cells[start] == colour {
      for direction in directions {
        var walk = Walk(self, from: start, direction)
        if let cell = walk.step(), cells[cell] == background { drawn[cell] = paint }
      }
    }
    return Grid(packed: drawn, height: height, width: width)
  }

  /// Returns the grid with the object of the most colours drawn wherever another object is its part of certain colours,
  /// in one of these orientations; throws if there is none.
  func completed(_ orientations: [Dihedral]) throws(Undefined) -> Grid {
    let objects = try Notion.group(self)
    let counts = objects.map(\.colourCount)
    let place = try zip(counts, objects).map { 1000 * $0 + $1.size }.placeOfMost()
    let pattern = objects[place]
    guard counts[place] > 1 else { throw .noSuchStructure }
    let patterns = orientations.map(pattern.turned)
    var drawn = cells
    var isCompleted = false
    for (index, object) in objects.enumerated() where index != place && counts[index] < counts[place] {
      guard let copy = patterns.lazy.compactMap({ $0.fitted(to: object) }).first else { continue }
      isCompleted = true
      copy.draw(on: &drawn)
    }
    guard isCompleted else { throw .nothing }
    return Grid(packed: drawn, height: height, width: width)
  }
}

extension GridObject {
  /// Returns the object moved so that its middle cell lies on a cell.
  func centred(row: Int, column: Int) -> GridObject {
    moved(rows: row - top - (height - 1) / 2, columns: column - left - (width - 1) / 2)
  }

  /// Returns the object moved so that its cells of a part's colours lie on that part, or `nil` if they look unlike it.
  func fitted(to part: GridObject) -> GridObject? {
    let colours = part.colourCounts
    let own = cells.map { $0 != Self.open && colours[Int($0)] > 0 ? 1 : 0 } as [UInt8]
    guard let box = Mask(height: height, width: width, cells: own).box, box.rows.count == part.height,
      box.columns.count == part.width
    else { return nil }
    for row in box.rows {
      for column in box.columns {
        let cell = own[row * width + column] != 0 ? self[row, column] : Self.open
        if part[row - box.rows.lowerBound, column - box.columns.lowerBound] != cell { return nil }
      }
    }
    return moved(
      rows: part.top - top - box.rows.lowerBound, columns: part.left - left - box.columns.lowerBound)
  }
}
