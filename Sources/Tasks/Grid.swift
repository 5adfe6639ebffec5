internal import Requirements

/// A rectangle of symbols 0...9, in rows; a sequence is a grid of one row.
public struct Grid: Hashable, Sendable {
  /// The number of rows, at least one.
  public let height: Int
  /// The number of columns, at least one.
  public let width: Int
  /// The symbols, row after row.
  public let cells: [UInt8]

  /// Creates a grid of these cells, row after row.
  public init(height: Int, width: Int, cells: [UInt8]) {
    require(
      height > 0 && width > 0 && cells.count == height * width,
      "a \(height)x\(width) grid of \(cells.count) cells; give height * width of them, at least one")
    require(cells.allSatisfy { $0 <= 9 }, "a grid holds symbols 0...9, not \(cells.max() ?? 0)")
    self.height = height
    self.width = width
    self.cells = cells
  }

  /// Creates a grid of these rows, all of one length.
  public init(rows: [[Int]]) {
    let width = rows.first?.count ?? 0
    require(rows.allSatisfy { $0.count == width }, "rows of \(rows.map(\.count)) cells; make them equally long")
    self.init(height: rows.count, width: width, cells: rows.flatMap { $0.map(UInt8.init) })
  }

  /// Creates a grid of one row.
  public init(sequence: [Int]) {
    self.init(height: 1, width: sequence.count, cells: sequence.map(UInt8.init))
  }

  /// Creates a grid whose cell at each position is `symbol(row, column)`.
  public init(height: Int, width: Int, symbol: (Int, Int) -> Int) {
    var cells: [UInt8] = []
    cells.reserveCapacity(height * width)
    for row in 0..<height {
      for column in 0..<width { cells.append(UInt8(symbol(row, column))) }
    }
    self.init(height: height, width: width, cells: cells)
  }

  /// The symbol at a position.
  public subscript(row: Int, column: Int) -> Int { Int(cells[row * width + column]) }

  /// The symbols as rows of integers.
  public var rows: [[Int]] {
    (0..<height).map { row in (0..<width).map { self[row, $0] } }
  }

  /// The symbols as one list.
  public var sequence: [Int] { cells.map(Int.init) }
}

extension Grid: CustomStringConvertible {
  /// The grid as text, one line of digits for each row.
  public var description: String {
    rows.map { $0.map(String.init).joined() }.joined(separator: "\n")
  }
}

extension Grid: Codable {
  /// Decodes rows of integers, and throws if they are no grid.
  public init(from decoder: any Decoder) throws {
    let rows = try [[Int]](from: decoder)
    let width = rows.first?.count ?? 0
    guard width > 0, rows.allSatisfy({ $0.count == width && $0.allSatisfy((0...9).contains) }) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a grid is equally long rows of symbols 0...9"))
    }
    self.init(rows: rows)
  }

  /// Encodes rows of integers, as ARC files do.
  public func encode(to encoder: any Encoder) throws {
    try rows.encode(to: encoder)
  }
}
