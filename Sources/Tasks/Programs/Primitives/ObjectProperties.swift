/// A number that an object has.
struct ObjectProperty: Sendable {
  /// The name in code.
  let name: String
  /// The property in words, without "of".
  let words: String
  /// Returns the number of an object.
  let measure: @Sendable (GridObject) -> Int

  init(_ name: String, _ words: String, _ measure: @escaping @Sendable (GridObject) -> Int) {
    (self.name, self.words, self.measure) = (name, words, measure)
  }

  static let all: [ObjectProperty] = [
    ObjectProperty("size", "the number of cells") { $0.size },
    ObjectProperty("height", "the height") { $0.height },
    ObjectProperty("width", "the width") { $0.width },
    ObjectProperty("length", "the longer side") { max($0.height, $0.width) },
    ObjectProperty("box_area", "the area of the box") { $0.area },
    ObjectProperty("open_cells", "the open cells in the box") { $0.openCount },
    ObjectProperty("colour_count", "the number of colours") { $0.colourCount },
    ObjectProperty("holes", "the number of holes") { $0.holes },
    ObjectProperty("top", "the first row") { $0.top },
    ObjectProperty("left", "the first column") { $0.left },
    ObjectProperty("bottom", "the last row") { $0.bottom - 1 },
    ObjectProperty("right", "the last column") { $0.right - 1 },
    ObjectProperty("main_cells", "the number of cells of the main colour") { $0.colourCounts.max() ?? 0 },
    ObjectProperty("other_cells", "the number of cells of other colours than the main one") {
      $0.size - ($0.colourCounts.max() ?? 0)
    },
  ]
}

extension PrimitiveGroup {
  /// Numbers of objects.
  static let objectProperties = PrimitiveGroup(
    "object properties", "sizes, places and counts of an object",
    ObjectProperty.all.map { property in
      Primitive(property.name, "\(property.words) of {0}") { (object: GridObject) in property.measure(object) }
    })
}
