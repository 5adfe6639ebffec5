extension PrimitiveGroup {
  /// Lists of objects and of grids: taken from, kept, sorted by numbers.
  static let lists = PrimitiveGroup(
    "lists", "elements of lists of objects and of grids, kept and sorted by what is said of each",
    byPlace(GridObject.self) + byPlace(Grid.self) + byNumber(GridObject.self) + byNumber(Grid.self))

  /// Elements and parts of a list by their places in it.
  private static func byPlace<Element: ProgramValue & Hashable>(_: Element.Type) -> [Primitive] {
    [
      Primitive("first", "the first of {0}") { (list: [Element]) throws(Undefined) in try list.element(0) },
      Primitive("last", "the last of {0}") { (list: [Element]) throws(Undefined) in
        try list.element(list.count - 1)
      },
      Primitive("nth", "number {1} of {0}") { (list: [Element], number: Int) throws(Undefined) in
        guard number > 0 else { throw .nothing }
        return try list.element(number - 1)
      },
      Primitive("length", "the number of {0}") { (list: [Element]) in list.count },
      Primitive("reversed", "{0} in reverse order") { (list: [Element]) throws(Undefined) in
        guard list.count > 1 else { throw .noSuchStructure }
        return Array(list.reversed())
      },
      Primitive("joined", "{0} and {1}") { (one: [Element], other: [Element]) throws(Undefined) in
        guard one.count + other.count <= Notion.most else { throw .tooLarge }
        return one + other
      },
      Primitive("rest", "{0} but the first") { (list: [Element]) throws(Undefined) in
        guard list.count > 1 else { throw .nothing }
        return Array(list.dropFirst())
      },
      Primitive("distinct", "{0}, each once") { (list: [Element]) in list.places.map { list[$0[0]] } },
    ]
  }

  /// Elements of a list by numbers or booleans, as many as it has elements.
  private static func byNumber<Element: ProgramValue>(_: Element.Type) -> [Primitive] {
    [
      Primitive("most", "the one of {0} with the most of {1}") { (list: [Element], numbers: [Int]) throws(Undefined) in
        try list.element(numbers.placeOfMost(), of: numbers.count)
      },
      Primitive("least", "the one of {0} with the least of {1}") {
        (list: [Element], numbers: [Int]) throws(Undefined) in
        try list.element(numbers.placeOfLeast(), of: numbers.count)
      },
      Primitive("odd_one", "the one of {0} unlike the others in {1}") {
        (list: [Element], numbers: [Int]) throws(Undefined) in
        try list.element(numbers.placeOfOdd(), of: numbers.count)
      },
      Primitive("the_only", "the only one of {0} with {1}") { (list: [Element], holds: [Bool]) throws(Undefined) in
        let kept = try list.kept(holds)
        guard kept.count == 1 else { throw .tie }
        return kept[0]
      },
      Primitive("keep", "those of {0} with {1}") { (list: [Element], holds: [Bool]) throws(Undefined) in
        try list.kept(holds)
      },
      Primitive("drop", "those of {0} without {1}") { (list: [Element], holds: [Bool]) throws(Undefined) in
        try list.kept(holds.map { !$0 })
      },
      Primitive("sorted", "{0} by {1}, the largest first") { (list: [Element], numbers: [Int]) throws(Undefined) in
        guard list.count == numbers.count else { throw .sizes }
        guard list.count > 1 else { throw .noSuchStructure }
        return list.indices.sorted { (numbers[$1], $0) < (numbers[$0], $1) }.map { list[$0] }
      },
    ]
  }

  /// Lists of objects in another order.
  static let objectLists = PrimitiveGroup(
    "object lists", "objects from left to right, by size",
    [
      Primitive("from_left", "{0} from left to right") { (list: [GridObject]) throws(Undefined) in
        guard list.count > 1 else { throw .noSuchStructure }
        return list.indices.sorted { (list[$0].left, $0) < (list[$1].left, $1) }.map { list[$0] }
      },
      Primitive("by_size", "{0} by size, the largest first") { (list: [GridObject]) throws(Undefined) in
        guard list.count > 1 else { throw .noSuchStructure }
        let sizes = list.map(\.size)
        return list.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.map { list[$0] }
      },
    ])

  /// Lists of numbers and booleans.
  static let numberLists = PrimitiveGroup(
    "number lists", "what is said of each element of a list: ranks, comparisons",
    [
      Primitive("ranks", "the ranks of {0}, the largest first") { (numbers: [Int]) in numbers.ranks },
      Primitive("equal", "whether each of {0} is {1}") { (numbers: [Int], number: Int) in
        numbers.map { $0 == number }
      },
      Primitive("above", "whether each of {0} is above {1}") { (numbers: [Int], number: Int) in
        numbers.map { $0 > number }
      },
      Primitive("are_most", "whether each of {0} is the largest") { (numbers: [Int]) in
        let most = numbers.max()
        return numbers.map { $0 == most }
      },
      Primitive("are_least", "whether each of {0} is the smallest") { (numbers: [Int]) in
        let least = numbers.min()
        return numbers.map { $0 == least }
      },
      Primitive("are_common", "whether each of {0} is one of the commonest") { (numbers: [Int]) in
        numbers.classRanks.map { $0 == 1 }
      },
      Primitive("not", "not {0}") { (booleans: [Bool]) in booleans.map { !$0 } },
      Primitive("how_many", "how many of {0} hold") { (booleans: [Bool]) in booleans.count { $0 } },
    ])
}

extension Array {
  /// Returns an element or throws if there is none at this place.
  func element(_ place: Int) throws(Undefined) -> Element {
    guard indices.contains(place) else { throw .nothing }
    return self[place]
  }

  /// Returns an element chosen among as many numbers as there are elements.
  func element(_ place: Int, of count: Int) throws(Undefined) -> Element {
    guard self.count == count else { throw .sizes }
    return try element(place)
  }

  /// Returns the elements for which a boolean holds, or throws if there is none.
  func kept(_ holds: [Bool]) throws(Undefined) -> [Element] {
    guard count == holds.count else { throw .sizes }
    let kept = zip(self, holds).filter(\.1).map(\.0)
    if kept.isEmpty { throw .nothing }
    return kept
  }
}

extension [Int] {
  /// The rank of each number, from 1 for the largest; equal numbers share one.
  var ranks: [Int] {
    let sorted = Set(self).sorted(by: >)
    return map { (sorted.firstIndex(of: $0) ?? 0) + 1 }
  }
}
