import Randomness

/// The cells of a scene that is being drawn.
struct SceneCanvas {
  let height: Int
  let width: Int
  let background: UInt8
  /// The number of things in a scene of things.
  let things: ClosedRange<Int>
  private(set) var cells: [UInt8]

  /// Creates an empty canvas.
  init(height: Int, width: Int, background: UInt8, things: ClosedRange<Int>) {
    (self.height, self.width, self.background, self.things) = (height, width, background, things)
    cells = [UInt8](repeating: background, count: height * width)
  }

  /// The colour of a cell; one outside is the background and takes no colour.
  subscript(row: Int, column: Int) -> UInt8 {
    get { holds(row, column) ? cells[row * width + column] : background }
    set { if holds(row, column) { cells[row * width + column] = newValue } }
  }

  /// Whether a cell lies inside.
  func holds(_ row: Int, _ column: Int) -> Bool { row >= 0 && row < height && column >= 0 && column < width }

  /// The picture.
  var grid: Grid { Grid(packed: cells, height: height, width: width) }

  /// The whole canvas.
  var box: Box { Box(top: 0, left: 0, height: height, width: width) }

  /// Returns a number of things of an area, such as objects, for which there is room.
  func count(ofArea area: Int, using generator: inout Generator) -> Int {
    let most = max(things.lowerBound, min(things.upperBound, height * width / area))
    return generator.integer(in: things.lowerBound..<most + 1)
  }

  /// Colours each cell of a box by `colour(row, column)`, counted from the box's corner; `nil` leaves it.
  mutating func paint(_ box: Box, _ colour: (Int, Int) -> UInt8?) {
    for row in 0..<box.height {
      for column in 0..<box.width {
        if let colour = colour(row, column) { self[box.top + row, box.left + column] = colour }
      }
    }
  }

  /// Colours a box.
  mutating func fill(_ box: Box, _ colour: UInt8) { paint(box) { _, _ in colour } }

  /// Colours the border of a box.
  mutating func frame(_ box: Box, _ colour: UInt8) {
    paint(box) { row, column in
      row == 0 || column == 0 || row == box.height - 1 || column == box.width - 1 ? colour : nil
    }
  }

  /// Whether a box and a margin of one cell around it are empty.
  func isFree(_ box: Box) -> Bool {
    for row in box.top - 1...box.top + box.height {
      for column in box.left - 1...box.left + box.width where self[row, column] != background { return false }
    }
    return true
  }

  /// Returns a place for a box of this size that touches nothing, or `nil` if none of a few tries is free.
  func freeBox(_ height: Int, _ width: Int, using generator: inout Generator) -> Box? {
    guard height <= self.height, width <= self.width else { return nil }
    for _ in 0..<8 {
      let box = Box(
        top: generator.integer(in: 0..<self.height - height + 1),
        left: generator.integer(in: 0..<self.width - width + 1), height: height, width: width)
      if isFree(box) { return box }
    }
    return nil
  }

  /// Draws a shape's cells in a colour into a box of its size.
  mutating func draw(_ shape: SceneShape, in box: Box, _ colour: UInt8) {
    paint(box) { shape[$0, $1] ? colour : nil }
  }
}

extension Generator {
  /// Returns one of the elements.
  mutating func one<Element>(of elements: [Element]) -> Element { elements[integer(in: 0..<elements.count)] }
}
