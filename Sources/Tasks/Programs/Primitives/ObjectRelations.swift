extension PrimitiveGroup {
  /// Objects that take the colour of another one to which they are related.
  static let objectRelations = PrimitiveGroup(
    "object relations", "objects that take the colour of the nearest one, of one alike, of what they hold",
    [
      take("take_nearest", "the nearest other object") { object, others in
        others.map { -object.gap(to: $0) }
      },
      take("take_shape", "an object of the same shape") { object, others in
        let shape = object.shape
        return others.map { $0.shape == shape ? 1 : nil }
      },
      take("take_size", "an object of the same size") { object, others in
        let size = object.size
        return others.map { $0.size == size ? 1 : nil }
      },
      take("take_holes", "an object of as many holes") { object, others in
        let holes = object.holes
        return others.map { $0.holes == holes ? 1 : nil }
      },
      take("take_touching", "the object that they touch") { object, others in
        others.map { object.gap(to: $0) <= 0 ? 1 : nil }
      },
      take("take_row", "the object in their rows") { object, others in
        others.map { $0.top < object.bottom && object.top < $0.bottom ? -object.gap(to: $0) : nil }
      },
      take("take_column", "the object in their columns") { object, others in
        others.map { $0.left < object.right && object.left < $0.right ? -object.gap(to: $0) : nil }
      },
      Primitive("spread_marks", "{0} with each object of several colours in its minor colour") {
        (grid: Grid) throws(Undefined) in
        try Notion.group(grid).found { object in object.minorColour.map(object.painted) }.drawn(on: grid)
      },
      Primitive("drop_marks", "{0} with each object of several colours in its main colour") {
        (grid: Grid) throws(Undefined) in
        try Notion.group(grid).found { $0.colourCount > 1 ? $0.painted($0.mainColour) : nil }.drawn(on: grid)
      },
      Primitive("swap_marks", "{0} with the two colours of each object exchanged") { (grid: Grid) throws(Undefined) in
        try Notion.group(grid).found { object in
          guard object.colourCount == 2, let minor = object.minorColour else { return nil }
          return object.mapping { $0 == minor ? object.mainColour : minor }
        }.drawn(on: grid)
      },
      Primitive("mirror_objects", "{0} with each object mirrored left to right") { (grid: Grid) throws(Undefined) in
        try Notion.group(grid).map { $0.turned(.flipHorizontal) }.drawn(on: grid.background)
      },
      Primitive("flip_objects", "{0} with each object turned upside down by a mirror") {
        (grid: Grid) throws(Undefined) in
        try Notion.group(grid).map { $0.turned(.flipVertical) }.drawn(on: grid.background)
      },
    ])

  /// The primitive by which objects of a colour take that of the other object for which a closeness is the largest; of
  /// several as close they must have one colour.
  private static func take(
    _ name: String, _ words: String, _ closeness: @escaping @Sendable (GridObject, [GridObject]) -> [Int?]
  ) -> Primitive {
    Primitive(name, "{0} with {1} objects in the colour of \(words)") {
      (grid: Grid, colour: Colour) throws(Undefined) in
      let objects = try Notion.object(grid)
      let (own, others) = (
        objects.filter { $0.mainColour == colour.symbol }, objects.filter { $0.mainColour != colour.symbol }
      )
      guard !own.isEmpty, !others.isEmpty else { throw .nothing }
      let painted = try own.each { (object: GridObject) throws(Undefined) -> GridObject? in
        let closeness = closeness(object, others)
        guard let most = closeness.compactMap(\.self).max() else { return nil }
        let colours = Set(zip(closeness, others).filter { $0.0 == most }.map(\.1.mainColour))
        guard colours.count == 1, let colour = colours.first else { throw .tie }
        return object.painted(colour)
      }
      return try painted.compactMap(\.self).drawn(on: grid)
    }
  }
}
