extension PrimitiveGroup {
  /// Objects in other colours and shapes at their places.
  static let objectPainting = PrimitiveGroup(
    "object painting", "objects recoloured, boxed, hollowed, mirrored where they are",
    [
      Primitive("recolour", "{0} in {1}") { (object: GridObject, colour: Colour) in object.painted(colour.symbol) },
      Primitive("recolour", "{0} in {1}") { (objects: [GridObject], colour: Colour) in
        objects.map { $0.painted(colour.symbol) }
      },
      Primitive("recolour", "{0} in the colours {1}") { (objects: [GridObject], colours: [Colour]) throws(Undefined) in
        guard objects.count == colours.count else { throw .sizes }
        return zip(objects, colours).map { $0.painted($1.symbol) }
      },
      Primitive("recolour", "{0} with its {1} in {2}") { (object: GridObject, from: Colour, to: Colour) in
        object.mapping { $0 == from.symbol ? to.symbol : $0 }
      },
      Primitive("mainly", "{0}, each in its main colour") { (objects: [GridObject]) in
        objects.map { $0.painted($0.mainColour) }
      },
      Primitive("marked", "{0}, each in its minor colour") { (objects: [GridObject]) throws(Undefined) in
        try objects.each { (object: GridObject) throws(Undefined) in
          guard let colour = object.minorColour else { throw .noSuchStructure }
          return object.painted(colour)
        }
      },
      Primitive("marks", "the cells of the minor colour of {0}") { (objects: [GridObject]) throws(Undefined) in
        try objects.found { object in
          object.minorColour.flatMap { minor in object.keeping { object[$0, $1] == minor } }
        }
      },
      Primitive("of_colour", "the {1} ones of {0}") { (objects: [GridObject], colour: Colour) throws(Undefined) in
        try objects.found { $0.mainColour == colour.symbol ? $0 : nil }
      },
      Primitive("with_colour", "those with {1} cells of {0}") {
        (objects: [GridObject], colour: Colour) throws(Undefined) in
        try objects.found { $0.cells.contains(colour.symbol) ? $0 : nil }
      },
      Primitive("boxes", "the boxes of {0}, filled") { (objects: [GridObject]) in
        objects.map { $0.painted($0.mainColour).boxed($0.mainColour) }
      },
      Primitive("openings", "the open cells of the boxes of {0} in {1}") {
        (objects: [GridObject], colour: Colour) throws(Undefined) in
        try objects.found { object in
          object.isRectangle
            ? nil : object.with(cells: object.cells.map { $0 == GridObject.open ? colour.symbol : GridObject.open })
        }
      },
      Primitive("outlines", "the border cells of {0}") { (objects: [GridObject]) throws(Undefined) in
        try objects.found { object in object.keeping(object.isBorder) }
      },
      Primitive("insides", "the inner cells of {0}") { (objects: [GridObject]) throws(Undefined) in
        try objects.found { object in object.keeping { !object.isBorder($0, $1) } }
      },
      Primitive("ends", "the end cells of {0}") { (objects: [GridObject]) throws(Undefined) in
        try objects.found { object in object.keeping { object.neighbours($0, $1) == 1 } }
      },
      Primitive("mirror", "{0}, each mirrored left to right") { (objects: [GridObject]) in
        objects.map { $0.turned(.flipHorizontal) }
      },
      Primitive("flip", "{0}, each turned upside down by a mirror") { (objects: [GridObject]) in
        objects.map { $0.turned(.flipVertical) }
      },
      Primitive("half_turn", "{0}, each turned by a half") { (objects: [GridObject]) in
        objects.map { $0.turned(.rotate180) }
      },
      Primitive("turn_right", "{0}, each turned by a quarter to the right") { (objects: [GridObject]) in
        objects.map { $0.turned(.rotate90) }
      },
      Primitive("with_mirrors", "{0}, each with its mirror images in its box") { (objects: [GridObject]) in
        objects.map { object in
          let images = [Dihedral.flipHorizontal, .flipVertical, .rotate180].map { object.turned($0).cells }
          return object.with(
            cells: object.cells.indices.map { index in
              images.reduce(object.cells[index]) { $0 == GridObject.open ? $1[index] : $0 }
            })
        }
      },
    ])
}

extension [GridObject] {
  /// Returns what is found of each object, or throws if nothing is found.
  func found(_ find: (GridObject) -> GridObject?) throws(Undefined) -> [GridObject] {
    let found = compactMap(find)
    if found.isEmpty { throw .nothing }
    return found
  }

  /// Returns the objects changed, or throws as a change does.
  func each<Result>(_ change: (GridObject) throws(Undefined) -> Result) throws(Undefined) -> [Result] {
    var changed: [Result] = []
    changed.reserveCapacity(count)
    for object in self { changed.append(try change(object)) }
    return changed
  }
}

extension GridObject {
  /// The number of the object's cells among the eight around a cell of its rectangle, 0 for a cell that it lacks.
  func neighbours(_ row: Int, _ column: Int) -> Int {
    guard contains(row, column) else { return 0 }
    return Direction.allCases.count { contains(row + $0.rows, column + $0.columns) }
  }

  /// Returns the object turned or mirrored about the middle of its rectangle.
  func turned(_ dihedral: Dihedral) -> GridObject {
    let (height, width) = dihedral.exchangesSides ? (self.width, self.height) : (self.height, self.width)
    let cells = (0..<height).flatMap { row in
      (0..<width).map { column in
        let (r, c) = dihedral.source(row, column, height: height, width: width)
        return self[r, c]
      }
    }
    return GridObject(
      top: top + (self.height - height) / 2, left: left + (self.width - width) / 2, height: height, width: width,
      cells: cells, sceneHeight: sceneHeight, sceneWidth: sceneWidth)
  }
}
