import Randomness

extension Grids {
  /// Every cell of a hidden colour colours the background of its row, column, both or diagonals in another one.
  public var cross: ProceduralFamily {
    let shapes = ["row", "column", "cross", "diagonals"]
    let rules = shapes.flatMap { shape in
      (1...9).flatMap { seed in (1...9).filter { $0 != seed }.map { "\(shape) \(seed) \($0)" } }
    }
    return family("cross", "cells of one colour draw lines", rules: rules) { generator in
      let shape = generator.integer(in: 0..<4)
      let colours = generator.permutation(9).map { $0 + 1 }
      let (seed, line) = (colours[0], colours[1])
      let size = size(using: &generator)
      return GridRule(
        signature: "\(shapes[shape]) \(seed) \(line)",
        solve: { grid in
          let seeds = grid.cells.indices.filter { Int(grid.cells[$0]) == seed }
            .map { (row: $0 / grid.width, column: $0 % grid.width) }
          return Grid(height: grid.height, width: grid.width) { row, column in
            guard grid[row, column] == 0 else { return grid[row, column] }
            let isLine = seeds.contains { place in
              switch shape {
              case 0: place.row == row
              case 1: place.column == column
              case 2: place.row == row || place.column == column
              default: abs(place.row - row) == abs(place.column - column)
              }
            }
            return isLine ? line : 0
          }
        },
        input: { generator in
          let noise = generator.bernoulli(0.5) ? [] : [(colours[2], 2)]
          var cells = [UInt8](repeating: 0, count: size.count)
          for (colour, count) in noise + [(seed, generator.integer(in: 1..<3))] {
            for cell in generator.permutation(size.count).prefix(count) { cells[cell] = UInt8(colour) }
          }
          return Grid(height: size.height, width: size.width, cells: cells)
        })
    }
  }
}
