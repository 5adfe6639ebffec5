extension PrimitiveGroup {
  /// The one object of several that stands out.
  static let objectChoices = PrimitiveGroup(
    "object choices", "the largest, the odd one, the commonest, ...",
    [
      most("largest", "the largest of {0}") { $0.size },
      most("smallest", "the smallest of {0}") { -$0.size },
      most("tallest", "the tallest of {0}") { $0.height },
      most("widest", "the widest of {0}") { $0.width },
      most("largest_box", "the one with the largest box of {0}") { $0.area },
      most("smallest_box", "the one with the smallest box of {0}") { -$0.area },
      most("most_colours", "the one with the most colours of {0}") { $0.colourCount },
      most("fewest_colours", "the one with the fewest colours of {0}") { -$0.colourCount },
      most("most_holes", "the one with the most holes of {0}") { $0.holes },
      most("most_others", "the one with the most cells of a minor colour of {0}") {
        $0.size - ($0.colourCounts.max() ?? 0)
      },
      most("topmost", "the topmost of {0}") { -$0.top },
      most("bottommost", "the bottommost of {0}") { $0.bottom },
      most("leftmost", "the leftmost of {0}") { -$0.left },
      most("rightmost", "the rightmost of {0}") { $0.right },
      odd("odd_shape", "the one of another shape than the others of {0}") { $0.shape },
      odd("odd_colour", "the one of another colour than the others of {0}") { $0.mainColour },
      odd("odd_size", "the one of another size than the others of {0}") { $0.size },
      odd("odd_colours", "the one of another number of colours than the others of {0}") { $0.colourCount },
      odd("odd_symmetry", "the one of another symmetry than the others of {0}") { $0.isSymmetric },
      odd("odd_holes", "the one of another number of holes than the others of {0}") { $0.holes },
      odd("odd_edge", "the one at the edge, or off it, unlike the others of {0}") { $0.touchesEdge },
      odd("odd_picture", "the one that looks unlike the others of {0}") { $0.grid(open: 0) },
      common("common_shape", "the one of the commonest shape of {0}") { $0.shape },
      common("common_picture", "the one that is there most often of {0}") { $0.grid(open: 0) },
      common("common_colour", "the first of the commonest colour of {0}") { $0.mainColour },
    ])

  private static func most(
    _ name: String, _ words: String, _ measure: @escaping @Sendable (GridObject) -> Int
  ) -> Primitive {
    Primitive(name, words) { (objects: [GridObject]) throws(Undefined) in
      objects[try objects.map(measure).placeOfMost()]
    }
  }

  private static func odd<Key: Hashable & SendableMetatype>(
    _ name: String, _ words: String, _ key: @escaping @Sendable (GridObject) -> Key
  ) -> Primitive {
    Primitive(name, words) { (objects: [GridObject]) throws(Undefined) in
      objects[try objects.map(key).placeOfOdd()]
    }
  }

  private static func common<Key: Hashable & SendableMetatype>(
    _ name: String, _ words: String, _ key: @escaping @Sendable (GridObject) -> Key
  ) -> Primitive {
    Primitive(name, words) { (objects: [GridObject]) throws(Undefined) in
      objects[try objects.map(key).placeOfCommonest()]
    }
  }
}
