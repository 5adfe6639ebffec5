import Randomness

@testable import Tasks

/// Values of every type, on which primitives are tried: drawn ones and what primitives made of them.
struct ValuePool {
  private var values: [ProgramType: [Value]] = [:]
  private var generator: Generator

  /// Draws the first values.
  init(seed: UInt64) {
    generator = Generator(seed: seed)
    values[.colour] = (0...9).map { .colour($0) }
    values[.number] = [-1000, -1, 0, 1, 2, 3, 4, 5, 9, 10, 30, 31, 1000].map { .number($0) }
    values[.boolean] = [.boolean(true), .boolean(false)]
    values[.direction] = Direction.allCases.map { .direction($0) }
    values[.position] = (0..<20).map { _ in
      .position(Position(row: generator.integer(in: -3..<32), column: generator.integer(in: -3..<32)))
    }
    let grids = (0..<40).map { _ in drawnGrid() }
    values[.grid] = grids.map { .grid($0) }
    values[.mask] = grids.map { .mask(Mask(of: $0) { $0 > 1 }) }
    let notion = Segmentation(joinsCorners: true, isOneColour: true, background: 0)
    values[.object] = grids.prefix(10).flatMap { notion.objects(of: $0).prefix(5) }.map { .object($0) }
  }

  /// Draws a value of a type.
  mutating func draw(_ type: ProgramType) -> Value {
    if let known = values[type], !known.isEmpty, generator.bernoulli(0.9) {
      return known[generator.integer(in: 0..<known.count)]
    }
    guard case .list(let element) = type else { return values[type]?.first ?? .boolean(false) }
    return .list((0..<generator.integer(in: 0..<5)).map { _ in draw(element) }, of: element)
  }

  /// Adds a value that others are made of; of each type the last few hundred are kept.
  mutating func add(_ value: Value) {
    var known = values[value.type] ?? []
    if known.count < 200 { known.append(value) } else { known[generator.integer(in: 40..<200)] = value }
    values[value.type] = known
  }

  /// Draws a grid: noise, one colour, rectangles, a tiling with spots or panels.
  mutating func drawnGrid() -> Grid {
    let (height, width) = (generator.integer(in: 1..<31), generator.integer(in: 1..<31))
    let (colours, kind) = (generator.integer(in: 1..<10), generator.integer(in: 0..<5))
    let (down, across) = (generator.integer(in: 2..<6), generator.integer(in: 2..<6))
    var cells = (0..<height * width).map { _ in generator.integer(in: 0..<colours + 1) }
    switch kind {
    case 0: break
    case 1: cells = [Int](repeating: colours, count: cells.count)
    case 2:
      cells = [Int](repeating: generator.integer(in: 0..<2), count: cells.count)
      for colour in 0..<colours {
        let (top, left) = (generator.integer(in: 0..<height), generator.integer(in: 0..<width))
        for row in top..<min(height, top + down) {
          for column in left..<min(width, left + across) { cells[row * width + column] = colour }
        }
      }
    case 3:
      let tile = cells
      for index in cells.indices where !generator.bernoulli(0.02) {
        cells[index] = tile[index / width % min(down, height) * width + index % width % min(across, width)]
      }
    default:
      for index in cells.indices where index / width % down == down - 1 || index % width % across == across - 1 {
        cells[index] = 5
      }
    }
    return Grid(height: height, width: width, cells: cells.map(UInt8.init))
  }
}
