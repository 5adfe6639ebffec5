extension Grid {
  /// Creates a grid of cells that are known to be symbols, row after row, without looking at each.
  init(packed cells: [UInt8], height: Int, width: Int) {
    assert(height > 0 && width > 0 && cells.count == height * width && cells.allSatisfy { $0 <= 9 })
    (self.height, self.width, self.cells) = (height, width, cells)
  }

  /// Creates a grid whose cell at each position is `symbol(row, column)`, without looking at each.
  init(packedHeight height: Int, width: Int, _ symbol: (Int, Int) -> UInt8) {
    let cells = [UInt8](unsafeUninitializedCapacity: height * width) { buffer, count in
      var index = 0
      for row in 0..<height {
        for column in 0..<width {
          buffer[index] = symbol(row, column)
          index += 1
        }
      }
      count = index
    }
    self.init(packed: cells, height: height, width: width)
  }
}
