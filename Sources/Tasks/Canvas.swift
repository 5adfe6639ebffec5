internal import Requirements

/// The rectangle in which a model sees every grid of an episode, their top left corners at its own.
///
/// - Shapes: tokens and labels are `[height * width]`, row after row.
public struct Canvas: Hashable, Codable, Sendable {
  /// The number of rows.
  public let height: Int
  /// The number of columns.
  public let width: Int

  /// Creates a canvas of this size.
  public init(height: Int, width: Int) {
    require(height > 0 && width > 0, "a \(height)x\(width) canvas; both sides are at least 1")
    self.height = height
    self.width = width
  }

  /// Decodes a canvas, and throws if it has no cells.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let height = try container.decode(Int.self, forKey: .height)
    let width = try container.decode(Int.self, forKey: .width)
    guard height > 0, width > 0 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a \(height)x\(width) canvas has no cells"))
    }
    self.init(height: height, width: width)
  }

  /// The number of tokens.
  public var count: Int { height * width }

  /// Returns the smallest canvas that holds every grid.
  public static func fitting(_ grids: [Grid]) -> Canvas {
    Canvas(height: grids.map(\.height).max() ?? 1, width: grids.map(\.width).max() ?? 1)
  }

  /// Returns the smallest canvas that holds every grid of an episode.
  public static func fitting(_ episode: Episode) -> Canvas {
    fitting(episode.grids)
  }

  /// Returns the smallest canvas that holds both.
  public func union(_ other: Canvas) -> Canvas {
    Canvas(height: max(height, other.height), width: max(width, other.width))
  }

  /// Returns whether a grid fits.
  public func holds(_ grid: Grid) -> Bool {
    grid.height <= height && grid.width <= width
  }

  /// Returns the tokens of a grid: its symbols, end tokens in the row below and the column to the right where the
  /// canvas has them, and pad elsewhere.
  public func encode(_ grid: Grid) -> [Int32] {
    draw(grid, elsewhere: Vocabulary.pad)
  }

  /// Returns the target tokens of a grid: those of `encode`, with padding that no loss counts.
  public func labels(_ grid: Grid) -> [Int32] {
    draw(grid, elsewhere: Vocabulary.ignore)
  }

  /// Returns the grid that tokens encode: the largest rectangle from the top left without an end token, the widest of
  /// equals. A token that is no symbol counts as symbol 0, and a canvas that starts with an end token as one such cell.
  public func decode(_ tokens: [Int32]) -> Grid {
    require(tokens.count == count, "\(tokens.count) tokens for a \(height)x\(width) canvas; give \(count)")
    var best = (height: 1, width: 1)
    var open = width
    for row in 0..<height {
      let start = row * width
      open = tokens[start..<start + open].firstIndex(of: Vocabulary.end).map { $0 - start } ?? open
      if open * (row + 1) > best.height * best.width { best = (row + 1, open) }
    }
    return Grid(height: best.height, width: best.width) { row, column in
      let symbol = tokens[row * width + column] - Vocabulary.firstSymbol
      return (0..<Int32(Vocabulary.symbols)).contains(symbol) ? Int(symbol) : 0
    }
  }

  private func draw(_ grid: Grid, elsewhere: Int32) -> [Int32] {
    require(
      holds(grid), "a \(grid.height)x\(grid.width) grid on a \(height)x\(width) canvas; use Canvas.fitting")
    var tokens = [Int32](repeating: elsewhere, count: count)
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        tokens[row * width + column] = Vocabulary.token(grid.cells[row * grid.width + column])
      }
      if grid.width < width { tokens[row * width + grid.width] = Vocabulary.end }
    }
    if grid.height < height {
      for column in 0..<grid.width { tokens[grid.height * width + column] = Vocabulary.end }
    }
    return tokens
  }
}
