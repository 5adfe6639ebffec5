import Randomness

/// Rules for each cell, as a learner of such rules would state them: where layers that programs draw of the input have
/// some colours, the cell is painted or taken from another grid.
extension ProgramWorld {
  /// Returns a rule of depth three or four, or `nil` if the draw led to none.
  func rule(_ depth: Int, in part: Split?, using generator: inout Generator) -> (program: Program, style: Int)? {
    guard let layer = layer(in: part, style: nil, using: &generator) else { return nil }
    let style = layer.style
    var program = Self.change(.input, where: layer.mask, to: colour(style, using: &generator))
    if generator.bernoulli(0.25), let other = picture(layer, in: part, using: &generator) {
      program = Self.apply("choose", [layer.mask, other, .input])
    }
    guard depth > 3 else { return (program, style) }
    guard let second = self.layer(in: part, style: style, using: &generator) else { return nil }
    switch generator.integer(in: 0..<3) {
    case 0: program = Self.change(program, where: second.mask, to: colour(style, using: &generator))
    case 1:
      let mask = Self.apply("both", [layer.mask, second.mask])
      program = Self.change(.input, where: mask, to: colour(style, using: &generator))
    default:
      let mask = Self.apply("without", [layer.mask, second.mask])
      program = Self.change(.input, where: mask, to: colour(style, using: &generator))
    }
    return (program, style)
  }

  /// The cells of a colour in a program of depth one, which makes grids of the input's size on scenes of a style.
  private struct Layer {
    let mask: Program
    let style: Int
    let scene: Int
  }

  private func layer(in part: Split?, style: Int?, using generator: inout Generator) -> Layer? {
    guard let (program, style, scene, drawn) = sized(in: part, style: style, using: &generator) else { return nil }
    let reads = generator.bernoulli(0.2) ? (Program.input, scenes[scene]) : (program, drawn)
    let colours = reads.1.coloursByCount
    let colour = Program.constant(.colour(generator.one(of: colours)))
    return Layer(mask: Self.apply("cells_of", [reads.0, colour]), style: style, scene: scene)
  }

  /// Draws a program of depth one that makes a grid of a known scene's size.
  private func sized(
    in part: Split?, style: Int?, using generator: inout Generator
  ) -> (program: Program, style: Int, scene: Int, grid: Grid)? {
    let groups = choices.rows(of: 1, in: part)
    guard !groups.isEmpty else { return nil }
    for _ in 0..<8 {
      let row = Int(generator.one(of: generator.one(of: groups)))
      let style = style ?? Int(generator.one(of: choices.styles[row]))
      let known = scenes(of: style)
      let scene = known.lowerBound + generator.integer(in: 0..<known.count)
      guard table.marks[scene][row] != 0 else { continue }
      let program = table.program(row)
      if let grid = program.grid(for: scenes[scene]), grid.height == scenes[scene].height,
        grid.width == scenes[scene].width
      {
        return (program, style, scene, grid)
      }
    }
    return nil
  }

  private func picture(_ layer: Layer, in part: Split?, using generator: inout Generator) -> Program? {
    sized(in: part, style: layer.style, using: &generator)?.program
  }

  /// Returns a colour: of the style's, mostly, or any.
  private func colour(_ style: Int, using generator: inout Generator) -> UInt8 {
    generator.bernoulli(0.4)
      ? UInt8(generator.integer(in: 0..<10)) : generator.one(of: styles[style].palette + [styles[style].background])
  }

  private static func change(_ grid: Program, where mask: Program, to colour: UInt8) -> Program {
    apply("paint", [grid, mask, .constant(.colour(colour))])
  }

  /// Returns a primitive of these arguments.
  private static func apply(_ name: String, _ arguments: [Program]) -> Program {
    let types = arguments.map(\.type)
    return .apply(Primitives.named[name]!.first { $0.parameters == types }!, arguments)
  }
}
