/// The eight ways to lay a rectangle onto itself or its transpose.
public enum Dihedral: Int, CaseIterable, Codable, Sendable {
  /// As it is.
  case identity
  /// A quarter turn clockwise.
  case rotate90
  /// A half turn.
  case rotate180
  /// A quarter turn anticlockwise.
  case rotate270
  /// Left and right exchanged.
  case flipHorizontal
  /// Top and bottom exchanged.
  case flipVertical
  /// Rows become columns.
  case transpose
  /// Rows become columns along the other diagonal.
  case antitranspose

  /// The transform that undoes this one.
  public var inverse: Dihedral {
    switch self {
    case .rotate90: .rotate270
    case .rotate270: .rotate90
    default: self
    }
  }

  /// Whether heights and widths change sides.
  public var exchangesSides: Bool {
    switch self {
    case .rotate90, .rotate270, .transpose, .antitranspose: true
    default: false
    }
  }

  /// The transformed grid.
  public func callAsFunction(_ grid: Grid) -> Grid {
    if self == .identity { return grid }
    let (height, width) = exchangesSides ? (grid.width, grid.height) : (grid.height, grid.width)
    return Grid(height: height, width: width) { row, column in
      let (r, c) = source(row, column, height: height, width: width)
      return grid[r, c]
    }
  }

  /// The position that lands on (row, column) of a transformed height x width grid.
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
