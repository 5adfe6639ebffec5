extension GridObject {
  /// The number of cells of the rectangle.
  var area: Int { height * width }

  /// The object's cells without their colours.
  var shape: Mask { Mask(height: height, width: width, cells: cells.map { $0 == Self.open ? 0 : 1 }) }

  /// The number of cells of each colour 0...9.
  var colourCounts: [Int] {
    var counts = [Int](repeating: 0, count: 10)
    for cell in cells where cell != Self.open { counts[Int(cell)] += 1 }
    return counts
  }

  /// The number of colours.
  var colourCount: Int { colourCounts.count { $0 > 0 } }

  /// The most common colour, of equally common ones the smallest.
  var mainColour: UInt8 {
    let counts = colourCounts
    return UInt8(counts.indices.max { counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1 } ?? 0)
  }

  /// The least common colour of several, or `nil` if there is one colour or a tie.
  var minorColour: UInt8? {
    let counts = colourCounts
    let least = counts.filter { $0 > 0 }.min() ?? 0
    let colours = counts.indices.filter { counts[$0] == least }
    return colours.count == 1 && least < size ? UInt8(colours[0]) : nil
  }

  /// The enclosed parts of the rectangle's open cells, numbered, with whether each part is one.
  var openParts: (parts: Components, isHole: [Bool]) {
    let parts = Components(
      of: cells.map { $0 == Self.open ? 1 : 0 }, height: height, width: width, joinsCorners: false, background: 0)
    return (parts, parts.touchesEdge.enumerated().map { $0.offset > 0 && !$0.element })
  }

  /// The number of enclosed open parts.
  var holes: Int {
    height < 3 || width < 3 || isRectangle ? 0 : openParts.isHole.count { $0 }
  }

  /// The number of open cells of the rectangle.
  var openCount: Int { area - size }

  /// Whether the object fills its rectangle.
  var isRectangle: Bool { !cells.contains(Self.open) }

  /// Whether the object fills a square.
  var isSquare: Bool { height == width && isRectangle }

  /// Whether the object is a straight line of several cells.
  var isLine: Bool { (height == 1) != (width == 1) && isRectangle }

  /// Whether a cell lies at the edge of the scene.
  var touchesEdge: Bool { top <= 0 || left <= 0 || bottom >= sceneHeight || right >= sceneWidth }

  /// Whether the object is its own mirror image, left to right.
  var isMirrorSymmetric: Bool {
    for row in 0..<height {
      for column in 0..<(width / 2) where self[row, column] != self[row, width - 1 - column] { return false }
    }
    return true
  }

  /// Whether the object is its own mirror image, top to bottom.
  var isFlipSymmetric: Bool {
    for row in 0..<(height / 2) {
      for column in 0..<width where self[row, column] != self[height - 1 - row, column] { return false }
    }
    return true
  }

  /// Whether the object is its own mirror image along its main diagonal.
  var isDiagonalSymmetric: Bool {
    guard height == width else { return false }
    for row in 0..<height {
      for column in 0..<row where self[row, column] != self[column, row] { return false }
    }
    return true
  }

  /// Whether the object has a mirror along its middle row or column.
  var isSymmetric: Bool { isMirrorSymmetric || isFlipSymmetric }

  /// Twice the middle row, which is a whole number.
  var doubledMiddleRow: Int { 2 * top + height - 1 }
  /// Twice the middle column, which is a whole number.
  var doubledMiddleColumn: Int { 2 * left + width - 1 }

  /// Returns the number of empty rows or columns between two rectangles, whichever are more.
  func gap(to other: GridObject) -> Int {
    max(other.top - bottom, top - other.bottom, other.left - right, left - other.right)
  }
}
