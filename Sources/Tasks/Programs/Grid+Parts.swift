/// A rectangle of a grid's cells.
struct Box: Hashable {
  var top, left, height, width: Int
}

extension Grid {
  /// Creates a grid of one colour.
  init(filled colour: UInt8, height: Int, width: Int) {
    self.init(packed: [UInt8](repeating: colour, count: height * width), height: height, width: width)
  }

  /// Returns the part of a box, which lies inside.
  func part(_ box: Box) -> Grid {
    if box.width == width { return rows(box.top..<box.top + box.height) }
    var part: [UInt8] = []
    part.reserveCapacity(box.height * box.width)
    for row in box.top..<box.top + box.height {
      let start = row * width + box.left
      part += cells[start..<start + box.width]
    }
    return Grid(packed: part, height: box.height, width: box.width)
  }

  /// Returns the rows of a range.
  func rows(_ range: Range<Int>) -> Grid {
    Grid(packed: Array(cells[range.lowerBound * width..<range.upperBound * width]), height: range.count, width: width)
  }

  /// Returns the columns of a range.
  func columns(_ range: Range<Int>) -> Grid {
    part(Box(top: 0, left: range.lowerBound, height: height, width: range.count))
  }

  /// Returns the grid with `change` applied to each colour.
  @inline(__always) func mapping(_ change: (UInt8) -> UInt8) -> Grid {
    Grid(packed: cells.map(change), height: height, width: width)
  }

  /// Returns the smallest box of the cells whose colour satisfies `holds`, or `nil` if there are none.
  @inline(__always) func box(where holds: (UInt8) -> Bool) -> Box? {
    var (top, bottom, left, right) = (height, -1, width, -1)
    var index = 0
    for row in 0..<height {
      for column in 0..<width {
        if holds(cells[index]) {
          if top > row { top = row }
          bottom = row
          if left > column { left = column }
          if right < column { right = column }
        }
        index += 1
      }
    }
    return bottom < 0 ? nil : Box(top: top, left: left, height: bottom - top + 1, width: right - left + 1)
  }

  /// Returns the smallest box of the cells that are not background.
  func content() throws(Undefined) -> Box {
    let background = background
    guard let box = box(where: { $0 != background }) else { throw .nothing }
    return box
  }

  /// The number of cells that are not background.
  var marks: Int {
    let background = background
    return cells.reduce(0) { $0 + ($1 == background ? 0 : 1) }
  }

  /// The colours that occur, the most common first, then the smaller.
  var coloursByCount: [UInt8] {
    let counts = colourCounts
    return (0..<10).filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }.map(UInt8.init)
  }

  /// Throws if the sides are no sides of a grid.
  static func check(height: Int, width: Int) throws(Undefined) {
    guard height > 0, width > 0 else { throw .sizes }
    guard height <= Primitive.largestSide, width <= Primitive.largestSide else { throw .tooLarge }
  }
}

extension Direction {
  /// The symmetry, its own inverse, that turns this direction to the left; diagonals have none.
  func toLeft() throws(Undefined) -> Dihedral {
    switch self {
    case .left: .identity
    case .right: .flipHorizontal
    case .up: .transpose
    case .down: .antitranspose
    case .upRight, .downRight, .downLeft, .upLeft: throw .noSuchStructure
    }
  }
}
