import Randomness

extension Grids {
  /// Cells of a hidden colour are blots on a picture of a hidden symmetry, which says what was there.
  public var completeSymmetry: ProceduralFamily {
    let kinds: [(name: String, group: [Dihedral])] = [
      ("leftRight", [.flipHorizontal]), ("topBottom", [.flipVertical]), ("halfTurn", [.rotate180]),
      ("diagonal", [.transpose]), ("antidiagonal", [.antitranspose]),
      ("both", [.flipHorizontal, .flipVertical, .rotate180]),
    ]
    let rules = kinds.flatMap { kind in (0...9).map { "\(kind.name) \($0)" } }
    return family("completeSymmetry", "repair a symmetric picture", rules: rules) { generator in
      let kind = kinds[generator.integer(in: 0..<kinds.count)]
      let blot = generator.integer(in: 0..<10)
      let size = square(atLeast: 4, using: &generator)
      return GridRule(
        signature: "\(kind.name) \(blot)",
        solve: { grid in
          guard grid.height == grid.width else { return grid }
          return Grid(height: grid.height, width: grid.width) { row, column in
            guard grid[row, column] == blot else { return grid[row, column] }
            let images = kind.group.map { $0.source(row, column, height: grid.height, width: grid.width) }
            return images.map { grid[$0.row, $0.column] }.first { $0 != blot } ?? blot
          }
        },
        input: { blotted(kind.group, blot: blot, side: size.height, using: &$0) })
    }
  }

  /// Returns a symmetric picture with blots; of the cells that mirror each other, at least one stays clean.
  private func blotted(_ group: [Dihedral], blot: Int, side: Int, using generator: inout Generator) -> Grid {
    let colours = (0...9).filter { $0 != blot }.shuffled(using: &generator).prefix(4)
    var cells = [Int](repeating: blot, count: side * side)
    func images(_ cell: Int) -> [Int] {
      group.map { $0.source(cell / side, cell % side, height: side, width: side) }.map { $0.row * side + $0.column }
    }
    for cell in cells.indices {
      cells[cell] = images(cell).first { $0 < cell }.map { cells[$0] } ?? colours[generator.integer(in: 0..<4)]
    }
    var blots = generator.integer(in: 2..<side + 2)
    for cell in generator.permutation(side * side) where blots > 0 {
      guard images(cell).contains(where: { $0 != cell && cells[$0] != blot }) else { continue }
      cells[cell] = blot
      // This was the last clean image of its cell: put it back.
      if images(cell).contains(where: { image in
        cells[image] == blot && !images(image).contains { cells[$0] != blot }
      }) {
        cells[cell] = images(cell).map { cells[$0] }.first { $0 != blot } ?? colours[0]
      } else {
        blots -= 1
      }
    }
    return Grid(height: side, width: side) { cells[$0 * side + $1] }
  }
}
