/// A place on a grid, which may lie outside it.
public struct Position: Hashable, Sendable {
  /// The row, from 0 at the top.
  public let row: Int
  /// The column, from 0 at the left.
  public let column: Int

  /// Creates the position of a row and a column.
  public init(row: Int, column: Int) { (self.row, self.column) = (row, column) }
}
