internal import Requirements

/// A set of the cells of a grid.
public struct Mask: Hashable, Sendable {
  /// The number of rows, at least one.
  public let height: Int
  /// The number of columns, at least one.
  public let width: Int
  /// Whether each cell is in the set, row after row: 1 or 0.
  public let cells: [UInt8]

  /// Creates a mask of these cells, row after row.
  public init(height: Int, width: Int, cells: [UInt8]) {
    require(
      height > 0 && width > 0 && cells.count == height * width,
      "a \(height)x\(width) mask of \(cells.count) cells; give height * width of them, at least one")
    (self.height, self.width, self.cells) = (height, width, cells)
  }

  /// Creates a mask of the cells at which `holds(row, column)` is true.
  public init(height: Int, width: Int, _ holds: (Int, Int) -> Bool) {
    var cells: [UInt8] = []
    cells.reserveCapacity(height * width)
    for row in 0..<height {
      for column in 0..<width { cells.append(holds(row, column) ? 1 : 0) }
    }
    self.init(height: height, width: width, cells: cells)
  }

  /// Creates a mask of the cells of a grid whose colour satisfies `predicate`.
  public init(of grid: Grid, where predicate: (UInt8) -> Bool) {
    self.init(height: grid.height, width: grid.width, cells: grid.cells.map { predicate($0) ? 1 : 0 })
  }

  /// Whether a cell is in the set.
  public subscript(row: Int, column: Int) -> Bool { cells[row * width + column] != 0 }

  /// The number of cells in the set.
  public var count: Int { cells.reduce(0) { $0 + Int($1) } }

  /// Whether no cell is in the set.
  public var isEmpty: Bool { !cells.contains(1) }
}
