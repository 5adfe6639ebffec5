extension PrimitiveGroup {
  /// What counts as an object.
  static let objects = PrimitiveGroup(
    "objects", "the objects of a grid, by several notions",
    [
      Primitive("objects", "the objects of {0}") { (grid: Grid) throws(Undefined) in
        try Self.found(in: grid, Segmentation(joinsCorners: true, isOneColour: true, background: grid.background))
      },
      Primitive("side_objects", "the objects of {0} joined by sides") { (grid: Grid) throws(Undefined) in
        try Self.found(in: grid, Segmentation(joinsCorners: false, isOneColour: true, background: grid.background))
      },
      Primitive("groups", "the objects of any colours of {0}") { (grid: Grid) throws(Undefined) in
        try Self.found(in: grid, Segmentation(joinsCorners: true, isOneColour: false, background: grid.background))
      },
    ])

  /// Returns the objects of a notion; none, or more than a hundred, are no structure of the grid.
  static func found(in grid: Grid, _ notion: Segmentation) throws(Undefined) -> [GridObject] {
    let objects = notion.objects(of: grid)
    guard !objects.isEmpty else { throw .nothing }
    guard objects.count <= 100 else { throw .noSuchStructure }
    return objects
  }
}
