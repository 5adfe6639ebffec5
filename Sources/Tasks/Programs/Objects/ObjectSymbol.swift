/// A number that each of several objects has among them: its own measure, its rank, how common its shape is.
struct ObjectSymbol: Sendable {
  /// The name in code.
  let name: String
  /// The number in words.
  let words: String
  /// Returns the number of each object.
  let numbers: @Sendable ([GridObject]) -> [Int]

  init(_ name: String, _ words: String, _ numbers: @escaping @Sendable ([GridObject]) -> [Int]) {
    (self.name, self.words, self.numbers) = (name, words, numbers)
  }

  /// Creates the number of a property.
  init(_ property: ObjectProperty) {
    self.init(property.name, property.words) { $0.map(property.measure) }
  }

  /// Creates the rank of a measure, the largest first.
  init(rank name: String, _ words: String, _ measure: @escaping @Sendable (GridObject) -> Int) {
    self.init(name, words) { $0.map(measure).ranks }
  }

  /// Creates a number that is 2 where a trait holds, else 1.
  init(_ trait: ObjectTrait) {
    self.init(trait.name, "whether it is \(trait.words)") { $0.map { trait.holds($0) ? 2 : 1 } }
  }

  /// Creates the rank of each object's class, the commonest first.
  init<Key: Hashable & SendableMetatype>(
    common name: String, _ words: String, _ key: @escaping @Sendable (GridObject) -> Key
  ) {
    self.init(name, words) { $0.map(key).classRanks }
  }

  private static let measured: Set = ["size", "height", "width", "length", "colour_count", "holes", "open_cells"]
  private static let traits: Set = [
    "at_edge", "rectangle", "square", "symmetric", "mirror_symmetric", "ring", "tall", "wide", "cell", "even",
  ]

  /// The numbers of which maps are drawn.
  static let all: [ObjectSymbol] =
    ObjectProperty.all.filter { measured.contains($0.name) }.map { ObjectSymbol($0) }
    + ObjectTrait.all.filter { traits.contains($0.name) }.map { ObjectSymbol($0) }
    + [
      ObjectSymbol(rank: "size_rank", "the rank of the size, largest first") { $0.size },
      ObjectSymbol(rank: "small_rank", "the rank of the size, smallest first") { -$0.size },
      ObjectSymbol(rank: "height_rank", "the rank of the height, tallest first") { $0.height },
      ObjectSymbol(rank: "row_rank", "the rank from the top") { -$0.top },
      ObjectSymbol(rank: "column_rank", "the rank from the left") { -$0.left },
      ObjectSymbol("extreme", "2 for the largest, 1 for the smallest, 3 between") { objects in
        let sizes = objects.map(\.size)
        return sizes.map { $0 == sizes.max() ? 2 : $0 == sizes.min() ? 1 : 3 }
      },
      ObjectSymbol(common: "shape_class", "how common the shape is, commonest first") { $0.shape },
      ObjectSymbol(common: "picture_class", "how common the picture is, commonest first") { $0.grid(open: 0) },
      ObjectSymbol(common: "size_class", "how common the size is, commonest first") { $0.size },
      ObjectSymbol("copies", "how many have the shape") { objects in
        let places = objects.map(\.shape).places
        var copies = [Int](repeating: 0, count: objects.count)
        for members in places { for place in members { copies[place] = members.count } }
        return copies
      },
    ]
}
