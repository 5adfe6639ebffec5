import Randomness

/// Scenes that are patterns, whole or damaged.
extension SceneCanvas {
  /// Empties a box of the canvas, or two of them.
  private mutating func damage(using generator: inout Generator) {
    for _ in 0..<generator.integer(in: 1..<3) {
      let tall = generator.integer(in: 1..<max(2, height / 2)), wide = generator.integer(in: 1..<max(2, width / 2))
      let hole = Box(
        top: generator.integer(in: 0..<height - tall + 1), left: generator.integer(in: 0..<width - wide + 1),
        height: tall, width: wide)
      fill(hole, background)
    }
  }

  /// Returns a box of random colours, with the background among them half the time.
  private func motif(_ tall: Int, _ wide: Int, _ palette: [UInt8], using generator: inout Generator) -> [UInt8] {
    let colours = palette.count < 2 || generator.bernoulli(0.5) ? palette + [background] : palette
    return (0..<tall * wide).map { _ in generator.one(of: colours) }
  }

  /// Repeats a motif, mostly with a hole.
  mutating func drawTiling(_ palette: [UInt8], using generator: inout Generator) {
    let tall = generator.integer(in: 1..<min(4, height / 2) + 1), wide = generator.integer(in: 2..<min(4, width) + 1)
    let slant = generator.bernoulli(0.3) ? generator.integer(in: 0..<wide) : 0
    let motif = motif(tall, wide, palette, using: &generator)
    paint(box) { motif[$0 % tall * wide + ($1 + $0 / tall * slant) % wide] }
    if generator.bernoulli(0.7) { damage(using: &generator) }
  }

  /// Draws a pattern with one or two mirrors, mostly with a hole.
  mutating func drawMosaic(_ palette: [UInt8], using generator: inout Generator) {
    let motif = motif(height, width, palette, using: &generator)
    let (sideways, upright) = generator.one(of: [(true, true), (true, true), (true, false), (false, true)])
    let (height, width) = (height, width)
    paint(box) { row, column in
      let y = upright ? min(row, height - 1 - row) : row
      return motif[y * width + (sideways ? min(column, width - 1 - column) : column)]
    }
    if generator.bernoulli(0.7) { damage(using: &generator) }
  }

  /// Draws stripes, rings or diagonals of a sequence of colours, or only their beginning.
  mutating func drawStripes(_ palette: [UInt8], using generator: inout Generator) {
    let period = generator.integer(in: 2..<5)
    let sequence = motif(1, period, palette, using: &generator)
    let (height, width) = (height, width)
    let form = generator.integer(in: 0..<5)
    paint(box) { row, column in
      switch form {
      case 0: sequence[row % period]
      case 1: sequence[column % period]
      case 2: sequence[(row + column) % period]
      case 3: sequence[(row + width - column) % period]
      default: sequence[min(row, column, height - 1 - row, width - 1 - column) % period]
      }
    }
    if generator.bernoulli(0.5) { damage(using: &generator) }
  }

  /// Draws a small grid, each of its cells as a block.
  mutating func drawBlocks(_ palette: [UInt8], using generator: inout Generator) {
    let size = generator.integer(in: 2..<max(3, min(4, min(height, width) / 2) + 1))
    let wide = (width + size - 1) / size
    let small = motif((height + size - 1) / size, wide, palette, using: &generator)
    paint(box) { small[$0 / size * wide + $1 / size] }
  }

  /// Divides the canvas into regions around points.
  mutating func drawRegions(_ palette: [UInt8], using generator: inout Generator) {
    let colours = palette + [background]
    let points = (0..<generator.integer(in: 2..<5)).map { index in
      (generator.integer(in: 0..<height), generator.integer(in: 0..<width), colours[index % colours.count])
    }
    paint(box) { row, column in
      points.min { one, other in
        abs(one.0 - row) + abs(one.1 - column) < abs(other.0 - row) + abs(other.1 - column)
      }?.2
    }
  }

  /// Draws objects under noise: single cells that are of another colour.
  mutating func drawNoise(_ palette: [UInt8], using generator: inout Generator) {
    drawRectangles(palette, using: &generator)
    let colour = generator.one(of: palette)
    let share = generator.uniform(in: 0.03..<0.15)
    paint(box) { _, _ in generator.bernoulli(share) ? colour : nil }
  }
}
