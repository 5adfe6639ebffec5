/// The number of cells of each colour among at most 63: six bits each, so that counting costs no memory.
struct ColourTally {
  private var bits: UInt64 = 0

  /// Counts a cell.
  @inline(__always) mutating func add(_ colour: UInt8) { bits += 1 << (UInt64(colour) * 6) }

  /// The number of cells of a colour.
  @inline(__always) subscript(colour: UInt8) -> Int { Int(bits >> (UInt64(colour) * 6) & 63) }

  /// The most common colour, of equally common ones the smallest, with its count and whether another is as common; `nil`
  /// if nothing was counted.
  var commonest: (colour: UInt8, count: Int, isTied: Bool)? {
    if bits == 0 { return nil }
    var best: (colour: UInt8, count: Int, isTied: Bool) = (0, 0, false)
    var (rest, colour) = (bits, UInt8(0))
    while rest != 0 {
      let count = Int(rest & 63)
      if count > best.count { best = (colour, count, false) } else if count == best.count { best.isTied = true }
      (rest, colour) = (rest >> 6, colour + 1)
    }
    return best
  }
}
