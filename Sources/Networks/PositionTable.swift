internal import Tensors

/// The layout of a canvas and the rotary angles of its positions.
public struct PositionTable: Sendable {
  /// The rows and columns.
  public let layout: TokenLayout
  /// The angles of prefix and cells, or `nil` without rotary positions.
  public let rotary: RotaryTable?

  /// Returns the table of a network on a canvas.
  static func of(
    _ c: TinyRecursiveConfiguration, _ layout: TokenLayout, dtype: DType, device: Device
  ) -> PositionTable {
    let features = c.width / c.heads
    switch c.positions {
    case .learned, .none: return PositionTable(layout: layout, rotary: nil)
    case .rope:
      let positions = (0..<(c.prefix + layout.count)).map { [$0] }
      return PositionTable(
        layout: layout, rotary: RotaryTable(positions, width: features, dtype: dtype, device: device))
    case .rope2D:
      // The prefix is a row of its own, before the canvas.
      let prefix = (0..<c.prefix).map { [0, $0] }
      let cells = (0..<layout.height).flatMap { row in (0..<layout.width).map { [row + 1, c.prefix + $0] } }
      return PositionTable(
        layout: layout, rotary: RotaryTable(prefix + cells, width: features, dtype: dtype, device: device))
    }
  }
}
