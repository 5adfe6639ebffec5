extension PNG {
  /// Undoes the filter of each row, which its first byte names.
  static func unfilter(_ rows: inout [UInt8], height: Int, rowBytes: Int, sampleBytes: Int) throws(PNGError) {
    let stride = rowBytes + 1
    for row in 0..<height {
      let start = row * stride + 1
      let filter = rows[start - 1]
      guard filter <= 4 else { throw PNGError("row \(row + 1) has the unknown filter \(filter)") }
      if filter == 0 { continue }
      for offset in 0..<rowBytes {
        let place = start + offset
        let left = offset >= sampleBytes ? rows[place - sampleBytes] : 0
        let up = row > 0 ? rows[place - stride] : 0
        let corner = row > 0 && offset >= sampleBytes ? rows[place - stride - sampleBytes] : 0
        let predicted =
          switch filter {
          case 1: left
          case 2: up
          case 3: UInt8((Int(left) + Int(up)) / 2)
          default: paeth(left, up, corner)
          }
        rows[place] &+= predicted
      }
    }
  }

  /// The neighbour nearest to left + up − corner; at a tie, the first of them.
  static func paeth(_ left: UInt8, _ up: UInt8, _ corner: UInt8) -> UInt8 {
    let estimate = Int(left) + Int(up) - Int(corner)
    let (a, b, c) = (abs(estimate - Int(left)), abs(estimate - Int(up)), abs(estimate - Int(corner)))
    if a <= b && a <= c { return left }
    return b <= c ? up : corner
  }
}
