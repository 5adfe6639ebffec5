import Randomness
internal import Requirements

/// A task distribution of small grids: background 0 with coloured cells and objects.
public struct Grids: Hashable, Codable, Sendable {
  /// The heights of a task's grids, 3...30 and at least up to 6; a family that needs larger ones takes the larger.
  public let heights: ClosedRange<Int>
  /// The widths of a task's grids, with the same limits.
  public let widths: ClosedRange<Int>
  /// The share of cells that are coloured in a scattered grid, 0.2...0.8.
  public let density: Double

  /// Creates a distribution of grids of these sizes.
  public init(heights: ClosedRange<Int> = 3...6, widths: ClosedRange<Int> = 3...6, density: Double = 0.4) {
    self.heights = heights
    self.widths = widths
    self.density = density
    if let problem { trap(problem) }
  }

  /// Decodes the parameters, with defaults for missing ones; throws if they make no tasks.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let usual = Self()
    heights = try container.decodeIfPresent(ClosedRange<Int>.self, forKey: .heights) ?? usual.heights
    widths = try container.decodeIfPresent(ClosedRange<Int>.self, forKey: .widths) ?? usual.widths
    density = try container.decodeIfPresent(Double.self, forKey: .density) ?? usual.density
    if let problem {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
  }

  private var problem: String? {
    if heights.lowerBound < 3 || !(6...30).contains(heights.upperBound) {
      return "grids \(heights) high; start at 3 or more and reach 6...30"
    }
    if widths.lowerBound < 3 || !(6...30).contains(widths.upperBound) {
      return "grids \(widths) wide; start at 3 or more and reach 6...30"
    }
    if !(0.2...0.8).contains(density) { return "a density of \(density); choose 0.2...0.8" }
    return nil
  }

  /// The families of this distribution.
  public var families: [any TaskFamily] {
    [
      slide, drop, fillEnclosed, reflect, completeSymmetry, recolourByNeighbours, tally, sudoku, maze, crop, tile,
      cross,
      frame,
    ]
  }

  /// A hidden rule: its signature, the oracle, and a function that draws its inputs.
  struct GridRule {
    var signature: String
    var solve: @Sendable (Grid) -> Grid
    var input: @Sendable (inout Generator) -> Grid
  }

  /// Returns a family of this distribution.
  func family(
    _ name: String, _ summary: String, canvas: Canvas? = nil, rules: [String] = [],
    draw: @escaping @Sendable (inout Generator) -> GridRule
  ) -> ProceduralFamily {
    let canvas = canvas ?? Canvas(height: heights.upperBound, width: widths.upperBound)
    return ProceduralFamily(name, summary, canvas: canvas, rules: rules) { generator in
      let rule = draw(&generator)
      return Task(family: name, rule: rule.signature, solve: rule.solve, input: rule.input)
    }
  }

  /// Returns a size for a task, each side at least `least`.
  func size(atLeast least: Int = 3, using generator: inout Generator) -> Canvas {
    let height = generator.integer(in: max(heights.lowerBound, least)..<max(heights.upperBound, least) + 1)
    let width = generator.integer(in: max(widths.lowerBound, least)..<max(widths.upperBound, least) + 1)
    return Canvas(height: height, width: width)
  }

  /// Returns a square size for a task.
  func square(atLeast least: Int = 3, using generator: inout Generator) -> Canvas {
    let size = size(atLeast: least, using: &generator)
    let side = min(size.height, size.width)
    return Canvas(height: side, width: side)
  }

  /// Returns a grid with scattered coloured cells, at least two of them.
  func scatter(_ size: Canvas, palette: [Int], using generator: inout Generator) -> Grid {
    while true {
      let grid = Grid(height: size.height, width: size.width) { _, _ in
        generator.bernoulli(density) ? palette[generator.integer(in: 0..<palette.count)] : 0
      }
      if grid.cells.count(where: { $0 != 0 }) >= 2 { return grid }
    }
  }

  /// Returns the colours 1...9 without some of them.
  func palette(avoiding colours: [Int] = []) -> [Int] {
    (1...9).filter { !colours.contains($0) }
  }
}
