/// What is known of each cell of the outputs: grids and masks of the outputs' sizes that programs compute from the
/// inputs.
///
/// Cells of all demonstrations follow one another, each demonstration padded to whole words, so that a set of cells
/// and its part in one demonstration are a few machine words.
struct CellLayers {
  /// A program's value at each cell.
  struct Layer {
    /// The number of the program in the enumeration.
    let program: Int
    /// Its description length.
    let price: Int
    let isMask: Bool
    /// The share of the outputs' cells that it has right.
    let match: Double
    /// The values at the cells of the demonstrations; 255 in the padding.
    let cells: [UInt8]
    /// The values at the cells of each query.
    let queries: [[UInt8]]
    /// The size of each query's cells.
    let querySizes: [Position]
  }

  /// The sizes of the demonstrations' outputs.
  let sizes: [(height: Int, width: Int)]
  /// The words that hold each demonstration.
  let ranges: [Range<Int>]
  /// The right colours at the cells.
  let truth: [UInt8]
  /// The cells that are not padding.
  let all: Bits
  private(set) var layers: [Layer] = []
  private var known: Set<[UInt8]> = []

  init(outputs: [Grid]) {
    sizes = outputs.map { ($0.height, $0.width) }
    var (truth, ranges, start): ([UInt8], [Range<Int>], Int) = ([], [], 0)
    for output in outputs {
      truth += Self.padded(output.cells)
      ranges.append(start..<truth.count / 64)
      start = truth.count / 64
    }
    (self.truth, self.ranges) = (truth, ranges)
    all = Bits(truth) { $0 != 255 }
  }

  private static func padded(_ cells: [UInt8]) -> [UInt8] {
    cells + [UInt8](repeating: 255, count: (64 - cells.count % 64) % 64)
  }

  /// Adds a program's values if they have the outputs' sizes and tell something new; returns whether they have.
  mutating func add(_ found: ProgramEnumerator.Found, match: Double?) -> Bool {
    var cells: [UInt8] = []
    cells.reserveCapacity(truth.count)
    var isMask = false
    for (value, size) in zip(found.values, sizes) {
      switch value {
      case .grid(let grid):
        guard grid.height == size.height, grid.width == size.width else { return false }
        cells += Self.padded(grid.cells)
      case .mask(let mask):
        guard mask.height == size.height, mask.width == size.width else { return false }
        cells += Self.padded(mask.cells)
        isMask = true
      default: return false
      }
    }
    let queries = found.values.dropFirst(sizes.count).map { value -> (cells: [UInt8], size: Position) in
      switch value {
      case .grid(let grid): (grid.cells, Position(row: grid.height, column: grid.width))
      case .mask(let mask): (mask.cells, Position(row: mask.height, column: mask.width))
      default: ([], Position(row: 0, column: 0))
      }
    }
    guard known.insert([isMask ? 1 : 0] + cells + queries.flatMap(\.cells)).inserted else { return true }
    layers.append(
      Layer(
        program: found.number, price: found.price, isMask: isMask, match: match ?? 0, cells: cells,
        queries: queries.map(\.cells), querySizes: queries.map(\.size)))
    return true
  }

  /// The size of each query's answer: that of most layers.
  var querySizes: [(height: Int, width: Int)]? {
    var counts: [[Position]: Int] = [:]
    for layer in layers { counts[layer.querySizes, default: 0] += 1 }
    let most = layers.map(\.querySizes).max { counts[$0]! < counts[$1]! }
    return most?.map { ($0.row, $0.column) }
  }

  /// Returns layers of one size of the queries: of the cheapest two thirds of the count, of those that are nearest to
  /// the outputs the rest.
  func narrowed(to count: Int) -> CellLayers {
    guard let sizes = querySizes else { return self }
    var data = self
    let fitting = layers.filter {
      zip($0.querySizes, sizes).allSatisfy { $0.row == $1.height && $0.column == $1.width }
    }
    let cheapest = fitting.prefix(fitting.count <= count ? count : 2 * count / 3)
    let nearest = fitting.dropFirst(cheapest.count).enumerated()
      .sorted { ($0.element.match, -$0.offset) > ($1.element.match, -$1.offset) }.prefix(count - cheapest.count)
    data.layers = cheapest + nearest.map(\.element)
    return data
  }
}
