extension PrimitiveGroup {
  /// What counts as an object.
  static let objects = PrimitiveGroup(
    "objects", "the objects of a grid, by several notions",
    [
      Notion.object, .sideObject, .group, .sideGroup, .region, .figure, .figureGroup, .part, .hole, .layer, .rectangle,
      .rowBar, .columnBar, .field,
    ].map { notion in
      Primitive("\(notion.name)s", "the \(notion.words) of {0}") { (grid: Grid) throws(Undefined) in
        try notion(grid)
      }
    })
}
