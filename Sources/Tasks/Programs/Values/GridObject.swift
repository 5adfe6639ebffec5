internal import Requirements

/// A part of a grid: cells in a rectangle, some of them open, at a place of a scene.
///
/// The scene's size travels with the object, so that its properties (does it touch the edge?) are functions of it alone.
public struct GridObject: Hashable, Sendable {
  /// The mark of a cell of the rectangle that does not belong to the object.
  public static let open: UInt8 = 255

  // Narrow, so that a value of a program is small.
  private let place: SIMD8<Int16>
  /// The colours of the rectangle's cells, row after row; `open` where the object is not.
  public let cells: [UInt8]

  /// Creates an object of these cells at a place of a scene of this size.
  public init(
    top: Int, left: Int, height: Int, width: Int, cells: [UInt8], sceneHeight: Int, sceneWidth: Int
  ) {
    require(
      height > 0 && width > 0 && cells.count == height * width,
      "a \(height)x\(width) object of \(cells.count) cells; give height * width of them, at least one")
    place = SIMD8(
      Int16(clamping: top), Int16(clamping: left), Int16(height), Int16(width), Int16(sceneHeight), Int16(sceneWidth),
      0, 0)
    self.cells = cells
  }

  /// The row of the rectangle's upper left corner in the scene.
  public var top: Int { Int(place[0]) }
  /// The column of the rectangle's upper left corner in the scene.
  public var left: Int { Int(place[1]) }
  /// The rectangle's number of rows.
  public var height: Int { Int(place[2]) }
  /// The rectangle's number of columns.
  public var width: Int { Int(place[3]) }
  /// The scene's number of rows.
  public var sceneHeight: Int { Int(place[4]) }
  /// The scene's number of columns.
  public var sceneWidth: Int { Int(place[5]) }
  /// The number of cells that belong to the object.
  public var size: Int { cells.reduce(0) { $0 + ($1 == Self.open ? 0 : 1) } }
  /// The row below the rectangle.
  public var bottom: Int { top + height }
  /// The column right of the rectangle.
  public var right: Int { left + width }

  /// The colour of a cell of the rectangle, or `open`.
  public subscript(row: Int, column: Int) -> UInt8 { cells[row * width + column] }

  /// Returns the object moved by rows and columns.
  public func moved(rows: Int, columns: Int) -> GridObject {
    GridObject(
      top: top + rows, left: left + columns, height: height, width: width, cells: cells, sceneHeight: sceneHeight,
      sceneWidth: sceneWidth)
  }

  /// Returns the object with `change` applied to the colour of each cell that belongs to it.
  public func mapping(_ change: (UInt8) -> UInt8) -> GridObject {
    GridObject(
      top: top, left: left, height: height, width: width, cells: cells.map { $0 == Self.open ? $0 : change($0) },
      sceneHeight: sceneHeight, sceneWidth: sceneWidth)
  }

  /// Returns the rectangle as a grid, its open cells of this colour.
  public func grid(open colour: UInt8) -> Grid {
    Grid(packed: cells.map { $0 == Self.open ? colour : $0 }, height: height, width: width)
  }

  /// Draws the object onto the cells of a scene of its size; what lies outside is cut off.
  public func draw(on scene: inout [UInt8]) {
    for row in max(0, -top)..<max(max(0, -top), min(height, sceneHeight - top)) {
      for column in max(0, -left)..<max(max(0, -left), min(width, sceneWidth - left)) {
        let colour = cells[row * width + column]
        if colour != Self.open { scene[(top + row) * sceneWidth + left + column] = colour }
      }
    }
  }
}
