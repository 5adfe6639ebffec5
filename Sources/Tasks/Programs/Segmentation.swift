/// A notion of what an object is: which cells are background, which neighbours belong together.
public struct Segmentation: Hashable, Sendable {
  /// Whether cells that touch by a corner belong together, too.
  public var joinsCorners: Bool
  /// Whether an object has one colour.
  public var isOneColour: Bool
  /// The colour of the background, or `nil` if every cell belongs to an object.
  public var background: UInt8?

  /// Creates a notion of objects.
  public init(joinsCorners: Bool, isOneColour: Bool, background: UInt8?) {
    (self.joinsCorners, self.isOneColour, self.background) = (joinsCorners, isOneColour, background)
  }

  /// Returns the connected objects of a grid, in the order of their first cells.
  public func objects(of grid: Grid) -> [GridObject] {
    let (height, width) = (grid.height, grid.width)
    var label = [Int16](repeating: -1, count: grid.cells.count)
    var objects: [GridObject] = []
    var members: [Int] = []
    for start in grid.cells.indices where label[start] < 0 && grid.cells[start] != background {
      let colour = grid.cells[start]
      members.removeAll(keepingCapacity: true)
      members.append(start)
      label[start] = Int16(objects.count)
      var (top, bottom, left, right) = (height, 0, width, 0)
      var next = 0
      while next < members.count {
        let cell = members[next]
        next += 1
        let (row, column) = (cell / width, cell % width)
        (top, bottom, left, right) = (min(top, row), max(bottom, row), min(left, column), max(right, column))
        for direction in Direction.allCases where joinsCorners || direction.rawValue < 4 {
          let (r, c) = (row + direction.rows, column + direction.columns)
          guard r >= 0, r < height, c >= 0, c < width else { continue }
          let other = r * width + c
          guard label[other] < 0, grid.cells[other] != background, !isOneColour || grid.cells[other] == colour else {
            continue
          }
          label[other] = Int16(objects.count)
          members.append(other)
        }
      }
      let (boxHeight, boxWidth) = (bottom - top + 1, right - left + 1)
      var cells = [UInt8](repeating: GridObject.open, count: boxHeight * boxWidth)
      for cell in members { cells[(cell / width - top) * boxWidth + cell % width - left] = grid.cells[cell] }
      objects.append(
        GridObject(
          top: top, left: left, height: boxHeight, width: boxWidth, cells: cells, sceneHeight: height,
          sceneWidth: width))
    }
    return objects
  }
}

extension Grid {
  /// The most common colour; of equally common ones black, else the smallest.
  var commonest: UInt8 {
    let counts = colourCounts
    return UInt8(counts.indices.max { counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1 } ?? 0)
  }

  /// The colour taken for the background: black if there is any, else the most common.
  var background: UInt8 { cells.contains(0) ? 0 : commonest }

  /// The number of cells of each colour 0...9.
  var colourCounts: [Int] {
    var counts = [Int](repeating: 0, count: 10)
    for cell in cells { counts[Int(cell)] += 1 }
    return counts
  }
}
