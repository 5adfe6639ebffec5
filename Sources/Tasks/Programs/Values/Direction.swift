/// One of the eight directions of a step on a grid.
public enum Direction: UInt8, CaseIterable, Hashable, Sendable {
  case up, right, down, left, upRight, downRight, downLeft, upLeft

  /// The four directions along rows and columns.
  public static let straight: [Direction] = [.up, .right, .down, .left]
  /// The four directions along diagonals.
  public static let diagonal: [Direction] = [.upRight, .downRight, .downLeft, .upLeft]

  /// The change of the row, −1, 0 or 1.
  public var rows: Int {
    switch self {
    case .up, .upRight, .upLeft: -1
    case .right, .left: 0
    case .down, .downRight, .downLeft: 1
    }
  }

  /// The change of the column, −1, 0 or 1.
  public var columns: Int {
    switch self {
    case .left, .upLeft, .downLeft: -1
    case .up, .down: 0
    case .right, .upRight, .downRight: 1
    }
  }

  /// The name in code.
  public var name: String { "\(self)" }

  /// The name in words.
  public var words: String {
    switch self {
    case .up, .right, .down, .left: name
    case .upRight: "up and right"
    case .downRight: "down and right"
    case .downLeft: "down and left"
    case .upLeft: "up and left"
    }
  }
}
