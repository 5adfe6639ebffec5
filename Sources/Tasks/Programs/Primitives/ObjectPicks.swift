/// A way to pick some of a grid's objects.
private struct ObjectPick: Sendable {
  let name: String
  let words: String
  let holds: @Sendable ([GridObject]) -> [Bool]

  init(_ name: String, _ words: String, _ holds: @escaping @Sendable ([GridObject]) -> [Bool]) {
    (self.name, self.words, self.holds) = (name, words, holds)
  }

  /// Creates the pick of the objects whose measure is the largest.
  init(most name: String, _ words: String, _ measure: @escaping @Sendable (GridObject) -> Int) {
    self.init(name, words) { objects in
      let numbers = objects.map(measure)
      let most = numbers.max()
      return numbers.map { $0 == most }
    }
  }

  /// Creates the pick of the objects that have a trait.
  init(_ name: String, _ words: String, each holds: @escaping @Sendable (GridObject) -> Bool) {
    self.init(name, words) { $0.map(holds) }
  }

  static let all = [
    ObjectPick(most: "largest", "the largest objects") { $0.size },
    ObjectPick(most: "smallest", "the smallest objects") { -$0.size },
    ObjectPick(most: "tallest", "the tallest objects") { $0.height },
    ObjectPick(most: "shortest", "the shortest objects") { -$0.height },
    ObjectPick("cells", "the single cells") { (object: GridObject) in object.area == 1 },
    ObjectPick("small", "the objects of one or two cells") { (object: GridObject) in object.size < 3 },
    ObjectPick("at_edge", "the objects at the edge") { (object: GridObject) in object.touchesEdge },
    ObjectPick("rings", "the objects around holes") { (object: GridObject) in object.holes > 0 },
    ObjectPick("symmetric", "the symmetric objects") { (object: GridObject) in object.isSymmetric },
    ObjectPick("rectangles", "the filled rectangles") { (object: GridObject) in object.isRectangle },
    ObjectPick("squares", "the filled squares") { (object: GridObject) in object.isSquare },
    ObjectPick("lines", "the lines") { (object: GridObject) in object.isLine },
    ObjectPick("lying", "the objects wider than high") { (object: GridObject) in object.width > object.height },
    ObjectPick("repeated", "the objects whose shape is there more than once") { objects in
      var repeated = [Bool](repeating: false, count: objects.count)
      for places in objects.map(\.shape).places where places.count > 1 {
        for place in places { repeated[place] = true }
      }
      return repeated
    },
    ObjectPick("commonest", "the objects of the commonest shape") { $0.map(\.shape).classRanks.map { $0 == 1 } },
  ]
}

extension PrimitiveGroup {
  /// Picked objects painted, kept, removed in place.
  static let objectPicks = PrimitiveGroup(
    "object picks", "some of a grid's objects painted, kept or removed",
    ObjectPick.all.flatMap { pick in
      [
        Primitive("paint_\(pick.name)", "{0} with \(pick.words) in {1}") {
          (grid: Grid, colour: Colour) throws(Undefined) in
          try grid.picked(pick).picked.map { $0.painted(colour.symbol) }.drawn(on: grid)
        },
        Primitive("keep_\(pick.name)", "{0} with only \(pick.words)") { (grid: Grid) throws(Undefined) in
          let background = grid.background
          let rest = try grid.picked(pick).rest
          guard !rest.isEmpty else { throw .noSuchStructure }
          return try rest.map { $0.painted(background) }.drawn(on: grid)
        },
        Primitive("remove_\(pick.name)", "{0} without \(pick.words)") { (grid: Grid) throws(Undefined) in
          let background = grid.background
          return try grid.picked(pick).picked.map { $0.painted(background) }.drawn(on: grid)
        },
      ]
    })
}

extension Grid {
  /// Returns the picked objects and the others, or throws if there are no picked ones.
  fileprivate func picked(_ pick: ObjectPick) throws(Undefined) -> (picked: [GridObject], rest: [GridObject]) {
    let objects = try Notion.object(self)
    let holds = pick.holds(objects)
    guard holds.contains(true) else { throw .nothing }
    let (picked, rest) = (zip(objects, holds).filter(\.1), zip(objects, holds).filter { !$0.1 })
    return (picked.map(\.0), rest.map(\.0))
  }
}
