extension Episode {
  /// Whether the episode shows objects on a background, as in ARC's grids, and not rows of symbols: 0 stands in every
  /// support input and is at least a fifth of all their cells. Of 450 tasks of 1D-ARC all are; of three rows of eight
  /// random digits one in sixteen is, of six one in a hundred.
  public var hasBackground: Bool {
    let inputs = support.map(\.input.cells)
    let zeros = inputs.map { cells in cells.count { $0 == 0 } }
    let cells = inputs.map(\.count).reduce(0, +)
    return !inputs.isEmpty && zeros.allSatisfy { $0 > 0 } && zeros.reduce(0, +) * 5 >= cells
  }
}
