import Randomness

/// What the inputs of one task have in common: a kind, a background, a palette, sizes.
struct SceneStyle: Sendable {
  let kind: SceneKind
  let background: UInt8
  let palette: [UInt8]
  let heights: ClosedRange<Int>
  let widths: ClosedRange<Int>
  /// Whether heights are widths.
  let isSquare: Bool
  /// The number of things in a scene of things.
  let things: ClosedRange<Int>

  /// Draws a style whose sizes and numbers of things are within the settings.
  init(_ kind: SceneKind, _ settings: Programs, using generator: inout Generator) {
    (self.kind, things) = (kind, settings.objects)
    // Most grids that people draw are on black.
    background = generator.bernoulli(0.85) ? 0 : UInt8(generator.integer(in: 1..<10))
    let background = background
    let others = (background == 0 ? 1 : 0)..<10
    palette = Array(
      others.map { UInt8($0) }.filter { $0 != background }.shuffled(using: &generator)
        .prefix(generator.one(of: [1, 2, 2, 3, 3, 4, 5, 8])))
    (self.heights, self.widths) = (
      Self.part(of: settings.heights, using: &generator), Self.part(of: settings.widths, using: &generator)
    )
    isSquare = settings.heights == settings.widths && generator.bernoulli(0.4)
  }

  /// Returns one size, or a range of sizes; the larger ones are as common as the smaller.
  private static func part(of sides: ClosedRange<Int>, using generator: inout Generator) -> ClosedRange<Int> {
    let one = generator.integer(in: sides.lowerBound..<sides.upperBound + 1)
    let other = generator.bernoulli(0.4) ? one : generator.integer(in: sides.lowerBound..<sides.upperBound + 1)
    return min(one, other)...max(one, other)
  }

  /// Draws a scene; it has at least two colours.
  func scene(using generator: inout Generator) -> Grid {
    let height = generator.integer(in: heights.lowerBound..<heights.upperBound + 1)
    let width = isSquare ? height : generator.integer(in: widths.lowerBound..<widths.upperBound + 1)
    var canvas = SceneCanvas(height: height, width: width, background: background, things: things)
    for _ in 0..<4 {
      kind.draw(on: &canvas, palette, using: &generator)
      if canvas.cells.contains(where: { $0 != canvas.cells[0] }) { return canvas.grid }
    }
    canvas[generator.integer(in: 0..<height), generator.integer(in: 0..<width)] =
      canvas.cells[0] == palette[0] ? background : palette[0]
    return canvas.grid
  }
}
