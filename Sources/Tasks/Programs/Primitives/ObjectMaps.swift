extension PrimitiveGroup {
  /// Maps of a scene in which each cell says a number of its object.
  static let objectMaps = PrimitiveGroup(
    "object maps", "each object's cells labelled by a number of it, 0 outside",
    [Notion.object, .sideObject, .group].flatMap { notion in ObjectSymbol.all.map { map(notion, $0) } })

  /// Maps of the background's parts and of the regions of a grid without background.
  static let regionMaps = PrimitiveGroup(
    "region maps", "each part of the background, or each region, labelled by a number of it, 0 outside",
    [Notion.hole, .part, .region, .field].flatMap { notion in
      ObjectSymbol.all.filter { regional.contains($0.name) }.map { map(notion, $0) }
    })

  private static let regional: Set = [
    "size", "height", "width", "size_rank", "small_rank", "extreme", "at_edge", "square", "rectangle", "even",
    "shape_class", "colour_count",
  ]

  private static func map(_ notion: Notion, _ symbol: ObjectSymbol) -> Primitive {
    Primitive("\(notion.name)s_by_\(symbol.name)", "the \(notion.words) of {0} labelled by \(symbol.words)") {
      (grid: Grid) throws(Undefined) in
      let objects = try notion(grid)
      return try objects.labelled(symbol.numbers(objects))
    }
  }
}
