/// A property that an object has or has not.
struct ObjectTrait: Sendable {
  /// The name in code, after "is_".
  let name: String
  /// The trait in words, after "is".
  let words: String
  /// Whether an object has it.
  let holds: @Sendable (GridObject) -> Bool

  init(_ name: String, _ words: String, _ holds: @escaping @Sendable (GridObject) -> Bool) {
    (self.name, self.words, self.holds) = (name, words, holds)
  }

  static let all: [ObjectTrait] = [
    ObjectTrait("at_edge", "at the edge") { $0.touchesEdge },
    ObjectTrait("rectangle", "a filled rectangle") { $0.isRectangle },
    ObjectTrait("square", "a filled square") { $0.isSquare },
    ObjectTrait("line", "a line") { $0.isLine },
    ObjectTrait("cell", "a single cell") { $0.area == 1 },
    ObjectTrait("square_box", "as high as wide") { $0.height == $0.width },
    ObjectTrait("tall", "higher than wide") { $0.height > $0.width },
    ObjectTrait("wide", "wider than high") { $0.width > $0.height },
    ObjectTrait("ring", "around a hole") { $0.holes > 0 },
    ObjectTrait("mirror_symmetric", "its own mirror image left to right") { $0.isMirrorSymmetric },
    ObjectTrait("flip_symmetric", "its own mirror image top to bottom") { $0.isFlipSymmetric },
    ObjectTrait("symmetric", "symmetric along its middle row or column") { $0.isSymmetric },
    ObjectTrait("diagonal_symmetric", "symmetric along its main diagonal") { $0.isDiagonalSymmetric },
    ObjectTrait("many_coloured", "of several colours") { $0.colourCount > 1 },
    ObjectTrait("even", "of an even number of cells") { $0.size.isMultiple(of: 2) },
  ]
}

extension PrimitiveGroup {
  /// Traits of objects.
  static let objectTraits = PrimitiveGroup(
    "object traits", "whether an object is a rectangle, a line, symmetric, at the edge, ...",
    ObjectTrait.all.map { trait in
      Primitive("is_\(trait.name)", "whether {0} is \(trait.words)") { (object: GridObject) in trait.holds(object) }
    })
}
