/// The rows of several owners as tiles of as many rows, each of one owner: the shape in which each row meets its owner's adapter by
/// one product for all, which reads an adapter once a tile.
struct AdapterTiles {
  /// The owner of each tile.
  let owners: [Int]
  /// The row that stands at each place, tile after tile; `nil` where a tile is not full.
  let places: [Int?]
  /// The number of rows of a tile.
  var height: Int { places.count / max(owners.count, 1) }

  /// Lays out rows, whose owners these are: rows of one owner stay in order.
  ///
  /// `tileCost` is the cost of a tile beside that of its rows, in rows.
  init(_ rowOwners: [Int], tileCost: Double) {
    var rows: [Int: [Int]] = [:]
    for (row, owner) in rowOwners.enumerated() { rows[owner, default: []].append(row) }
    let groups = rows.sorted { $0.key < $1.key }
    func cost(_ height: Int) -> Double {
      let tiles = groups.reduce(0) { $0 + ($1.value.count + height - 1) / height }
      return Double(tiles) * (Double(height) + tileCost)
    }
    let counts = groups.map(\.value.count)
    let powers = (0..<16).map { 1 << $0 }.filter { $0 < counts.max() ?? 1 }
    let height = Set(counts + powers).union([1]).min { (cost($0), $1) < (cost($1), $0) } ?? 1
    var (owners, places): ([Int], [Int?]) = ([], [])
    for (owner, own) in groups {
      for start in stride(from: 0, to: own.count, by: height) {
        let tile = own[start..<min(start + height, own.count)]
        owners.append(owner)
        places += tile.map(Optional.some) + Array(repeating: nil, count: height - tile.count)
      }
    }
    (self.owners, self.places) = (owners, places)
  }
}
