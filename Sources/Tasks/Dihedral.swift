/// The dihedral group of the square: the eight rotations and reflections of a grid.
public enum Dihedral: Int, CaseIterable, Codable, Sendable {
  /// The grid unchanged.
  case identity
  /// A quarter turn clockwise.
  case rotate90
  /// A half turn.
  case rotate180
  /// A quarter turn anticlockwise.
  case rotate270
  /// Left and right swapped.
  case flipHorizontal
  /// Top and bottom swapped.
  case flipVertical
  /// Rows and columns swapped.
  case transpose
  /// Rows and columns swapped along the other diagonal.
  case antitranspose

  /// The transform that undoes this one.
  public var inverse: Dihedral {
    switch self {
    case .rotate90: .rotate270
    case .rotate270: .rotate90
    default: self
    }
  }

  /// Whether heights and widths are swapped.
  public var exchangesSides: Bool {
    switch self {
    case .rotate90, .rotate270, .transpose, .antitranspose: true
    default: false
    }
  }

  /// Returns the transformed grid.
  public func callAsFunction(_ grid: Grid) -> Grid {
    if self == .identity { return grid }
    let (height, width) = exchangesSides ? (grid.width, grid.height) : (grid.height, grid.width)
    return Grid(height: height, width: width) { row, column in
      let (r, c) = source(row, column, height: height, width: width)
      return grid[r, c]
    }
  }

  /// Returns the position that is mapped to (row, column) of a transformed height x width grid.
  func source(_ row: Int, _ column: Int, height: Int, width: Int) -> (row: Int, column: Int) {
    switch self {
    case .identity: (row, column)
    case .rotate90: (width - 1 - column, row)
    case .rotate180: (height - 1 - row, width - 1 - column)
    case .rotate270: (column, height - 1 - row)
    case .flipHorizontal: (row, width - 1 - column)
    case .flipVertical: (height - 1 - row, column)
    case .transpose: (column, row)
    case .antitranspose: (width - 1 - column, height - 1 - row)
    }
  }
}
