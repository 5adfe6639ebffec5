import Randomness

/// Scenes that separators divide.
extension SceneCanvas {
  /// Draws panels between separators: equally large ones, some empty, with cells of one colour each or of several.
  mutating func drawPanels(_ palette: [UInt8], using generator: inout Generator) {
    let separator = palette[0]
    let colours = palette.count > 1 ? Array(palette.dropFirst()) : palette
    let rows = panels(of: height, using: &generator), columns = panels(of: width, using: &generator)
    let density = generator.uniform(in: 0.2..<0.6)
    let isPlain = generator.bernoulli(0.6)
    for top in rows.starts {
      for left in columns.starts {
        let plain = generator.one(of: colours)
        let box = Box(top: top, left: left, height: rows.side, width: columns.side)
        if generator.bernoulli(0.1) { continue }
        paint(box) { _, _ in
          generator.bernoulli(density) ? (isPlain ? plain : generator.one(of: colours)) : nil
        }
      }
    }
    separate(rows.separators, columns.separators, separator)
  }

  /// Draws two halves of cells of a colour each, with a separator or without.
  mutating func drawHalves(_ palette: [UInt8], using generator: inout Generator) {
    let isSideways = width >= height
    let side = isSideways ? width : height
    let half = side / 2
    let density = generator.uniform(in: 0.3..<0.7)
    let (one, other) = (palette[0], palette.count > 1 ? palette[1] : palette[0])
    let second = side - half
    paint(box) { row, column in
      let at = isSideways ? column : row
      return generator.bernoulli(density) && (at < half || at >= second) ? (at < half ? one : other) : nil
    }
    if side % 2 == 1 {
      let colour = palette[min(2, palette.count - 1)]
      separate(isSideways ? [] : [half], isSideways ? [half] : [], colour)
    }
  }

  /// Draws a table: separators of one colour, between them full fields.
  mutating func drawTable(_ palette: [UInt8], using generator: inout Generator) {
    let rows = panels(of: height, using: &generator), columns = panels(of: width, using: &generator)
    let colours = palette.count > 1 ? Array(palette.dropFirst()) : palette
    for top in rows.starts {
      for left in columns.starts where generator.bernoulli(0.6) {
        fill(Box(top: top, left: left, height: rows.side, width: columns.side), generator.one(of: colours))
      }
    }
    separate(rows.separators, columns.separators, palette[0])
  }

  private mutating func separate(_ rows: [Int], _ columns: [Int], _ colour: UInt8) {
    for row in rows { fill(Box(top: row, left: 0, height: 1, width: width), colour) }
    for column in columns { fill(Box(top: 0, left: column, height: height, width: 1), colour) }
  }

  /// Returns a division of a side into equally long parts between separators; what is left over lies behind the last.
  private func panels(
    of side: Int, using generator: inout Generator
  ) -> (side: Int, starts: [Int], separators: [Int]) {
    let exact = (1...max(1, side / 2)).filter { (side + 1) % ($0 + 1) == 0 && $0 < side }
    let part = exact.isEmpty ? max(1, side / 3) : generator.one(of: exact)
    let starts = Array(stride(from: 0, through: max(0, side - part), by: part + 1))
    return (part, starts, starts.map { $0 + part }.filter { $0 < side })
  }
}
