internal import Requirements

/// A grey-scale image.
///
/// - Shapes: `values` is `[height, width]` row by row, 0 black, 1 white.
public struct GreyImage: Hashable, Sendable {
  /// The number of rows.
  public let height: Int
  /// The number of columns.
  public let width: Int
  /// The grey values, row by row.
  public var values: [Float]

  /// Creates an image of these values.
  public init(height: Int, width: Int, values: [Float]) {
    require(
      height > 0 && width > 0 && values.count == height * width,
      "\(values.count) values for \(height) × \(width) pixels; give one for each")
    self.height = height
    self.width = width
    self.values = values
  }

  /// Returns the image rotated by this many quarter turns, counterclockwise.
  public func turned(_ quarters: Int) -> GreyImage {
    let quarters = (quarters % 4 + 4) % 4
    let isUpright = quarters % 2 == 0
    let sources = Self.sources(height: height, width: width, quarters: quarters)
    return GreyImage(
      height: isUpright ? height : width, width: isUpright ? width : height, values: sources.map { values[$0] })
  }

  /// Returns for each pixel of the rotated image the pixel it comes from.
  static func sources(height: Int, width: Int, quarters: Int) -> [Int] {
    let (rows, columns) = quarters % 2 == 0 ? (height, width) : (width, height)
    return (0..<rows).flatMap { row in
      (0..<columns).map { column in
        switch quarters {
        case 1: column * width + (width - 1 - row)
        case 2: (height - 1 - row) * width + (width - 1 - column)
        case 3: (height - 1 - column) * width + row
        default: row * width + column
        }
      }
    }
  }
}
