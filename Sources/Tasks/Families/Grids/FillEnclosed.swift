import Randomness

extension Grids {
  /// Background that an outline encloses takes a hidden colour; the background outside keeps or takes another one.
  public var fillEnclosed: ProceduralFamily {
    let rules = (1...9).flatMap { inside in
      (0...9).filter { $0 != inside }.map { "\(inside) \(word(colour: $0))" }
    }
    return family("fillEnclosed", "fill what an outline encloses", rules: rules) { generator in
      let inside = generator.integer(in: 1..<10)
      let outside = (inside + generator.integer(in: 1..<10)) % 10
      let size = size(atLeast: 5, using: &generator)
      return GridRule(
        signature: "\(inside) \(word(colour: outside))",
        solve: { grid in
          let open = Self.reachable(in: grid)
          return Grid(height: grid.height, width: grid.width) { row, column in
            grid[row, column] != 0 ? grid[row, column] : open[row * grid.width + column] ? outside : inside
          }
        },
        input: { outline(size, palette: palette(avoiding: [inside, outside]), using: &$0) })
    }
  }

  /// Returns whether each background cell is connected to the border, by sides.
  private static func reachable(in grid: Grid) -> [Bool] {
    var open = [Bool](repeating: false, count: grid.cells.count)
    var stack: [(Int, Int)] = []
    func visit(_ row: Int, _ column: Int) {
      guard (0..<grid.height).contains(row), (0..<grid.width).contains(column) else { return }
      let index = row * grid.width + column
      guard grid.cells[index] == 0, !open[index] else { return }
      open[index] = true
      stack.append((row, column))
    }
    for row in 0..<grid.height { for column in [0, grid.width - 1] { visit(row, column) } }
    for column in 0..<grid.width { for row in [0, grid.height - 1] { visit(row, column) } }
    while let (row, column) = stack.popLast() {
      visit(row - 1, column)
      visit(row + 1, column)
      visit(row, column - 1)
      visit(row, column + 1)
    }
    return open
  }

  /// Returns a rectangle's outline, one in five of them broken, with some cells scattered outside.
  private func outline(_ size: Canvas, palette: [Int], using generator: inout Generator) -> Grid {
    let height = generator.integer(in: 3..<size.height + 1)
    let width = generator.integer(in: 3..<size.width + 1)
    let top = generator.integer(in: 0..<size.height - height + 1)
    let left = generator.integer(in: 0..<size.width - width + 1)
    let colour = palette[generator.integer(in: 0..<palette.count)]
    let gap = generator.bernoulli(0.2) ? generator.integer(in: 1..<width - 1) : nil
    return Grid(height: size.height, width: size.width) { row, column in
      let (r, c) = (row - top, column - left)
      guard (0..<height).contains(r), (0..<width).contains(c) else {
        return generator.bernoulli(density / 2) ? palette[generator.integer(in: 0..<palette.count)] : 0
      }
      let isEdge = r == 0 || c == 0 || r == height - 1 || c == width - 1
      return isEdge && !(r == 0 && c == gap) ? colour : 0
    }
  }
}
