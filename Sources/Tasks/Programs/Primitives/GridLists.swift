extension PrimitiveGroup {
  /// One of several grids.
  static let gridLists = PrimitiveGroup(
    "gridLists", "one of several grids: by its place, by what it holds, by what it shares with the others",
    [
      Primitive("middle_one", "the middle one of {0}") { (grids: [Grid]) throws(Undefined) in
        guard grids.count % 2 == 1 else { throw .tie }
        return grids[grids.count / 2]
      },
      Primitive("without_blank", "{0} without those of one colour") { (grids: [Grid]) in
        grids.filter { grid in !grid.cells.allSatisfy { $0 == grid.cells[0] } }
      },
      Primitive("most_marked", "the one of {0} with the most coloured cells") { (grids: [Grid]) throws(Undefined) in
        try grids.chosen(grids.marks)
      },
      Primitive("least_marked", "the one of {0} with the fewest coloured cells") { (grids: [Grid]) throws(Undefined) in
        try grids.chosen(grids.marks.map(-))
      },
      Primitive("most_colourful", "the one of {0} with the most colours") { (grids: [Grid]) throws(Undefined) in
        try grids.extreme { $0.coloursByCount.count }
      },
      Primitive("least_colourful", "the one of {0} with the fewest colours") { (grids: [Grid]) throws(Undefined) in
        try grids.extreme { -$0.coloursByCount.count }
      },
      Primitive("most_of", "the one of {0} with the most {1} cells") {
        (grids: [Grid], colour: Colour) throws(Undefined) in
        try grids.extreme { $0.colourCounts[Int(colour.symbol)] }
      },
      Primitive("largest", "the largest of {0}") { (grids: [Grid]) throws(Undefined) in
        try grids.extreme { $0.cells.count }
      },
      Primitive("smallest", "the smallest of {0}") { (grids: [Grid]) throws(Undefined) in
        try grids.extreme { -$0.cells.count }
      },
      Primitive("odd_one", "the one of {0} that differs from all others") { (grids: [Grid]) throws(Undefined) in
        try grids.occurring { $0 == 1 }
      },
      Primitive("repeated", "the one of {0} that occurs more often than the others") {
        (grids: [Grid]) throws(Undefined) in
        let most = Dictionary(grids.map { ($0, 1) }, uniquingKeysWith: +).values.max() ?? 0
        return try grids.occurring { $0 == most }
      },
      Primitive("symmetrical_one", "the one of {0} that is its own mirror image") { (grids: [Grid]) throws(Undefined) in
        try grids.only { $0.isSymmetrical }
      },
      Primitive("asymmetrical_one", "the one of {0} that is not its own mirror image") {
        (grids: [Grid]) throws(Undefined) in
        try grids.only { !$0.isSymmetrical }
      },
      Primitive("sorted", "{0} by how many cells are coloured, the most first") { (grids: [Grid]) in
        let marks = grids.marks
        return grids.indices.sorted { (-marks[$0], $0) < (-marks[$1], $1) }.map { grids[$0] }
      },
    ])
}

extension [Grid] {
  /// Returns the only element for which `holds` is true.
  fileprivate func only(_ holds: (Grid) -> Bool) throws(Undefined) -> Grid {
    let chosen = filter(holds)
    guard let grid = chosen.first else { throw .nothing }
    guard chosen.count == 1 else { throw .tie }
    return grid
  }

  /// The number of coloured cells of each, on the background of all: a full one would have none on its own.
  fileprivate var marks: [Int] {
    let background = background
    return map { grid in grid.cells.count { $0 != background } }
  }

  /// Returns the element with the largest measure.
  fileprivate func extreme(_ measure: (Grid) -> Int) throws(Undefined) -> Grid {
    try chosen(map(measure))
  }

  /// Returns the element with the largest of the measures.
  fileprivate func chosen(_ measures: [Int]) throws(Undefined) -> Grid {
    guard count > 1 else { throw .nothing }
    let most = measures.max()
    let chosen = indices.filter { measures[$0] == most }
    guard chosen.count == 1 else { throw .tie }
    return self[chosen[0]]
  }

  /// Returns the only different element whose number of occurrences satisfies `holds`.
  fileprivate func occurring(_ holds: (Int) -> Bool) throws(Undefined) -> Grid {
    let counts = Dictionary(map { ($0, 1) }, uniquingKeysWith: +)
    guard counts.count > 1 else { throw .noSuchStructure }
    let chosen = counts.filter { holds($0.value) }
    guard let grid = chosen.first?.key else { throw .nothing }
    guard chosen.count == 1 else { throw .tie }
    return grid
  }
}
