internal import Tensors

/// Texts that are read in one pass, padded on the right, where no token sees it.
struct PolicyBatch {
  /// A text of a request.
  struct Row {
    let client: Int
    let datum: Int
    let length: Int
  }
  /// The rows.
  let rows: [Row]

  /// The length that rows are padded to.
  var length: Int { rows.map(\.length).max() ?? 0 }

  /// Cuts rows into batches of similar lengths, which hold at most `budget` tokens, padding included, or one row.
  ///
  /// What a client alone is cut into is a function of its data.
  static func plan(_ rows: [Row], budget: Int) -> [PolicyBatch] {
    let sorted = rows.sorted { ($1.length, $0.client, $0.datum) < ($0.length, $1.client, $1.datum) }
    var batches: [[Row]] = []
    for row in sorted {
      if let first = batches.last?.first, let count = batches.last?.count, (count + 1) * first.length <= budget,
        // Shorter rows stand with longer ones only where a batch of their own would be small.
        4 * row.length >= 3 * first.length || (count + 1) * first.length <= budget / 8
      {
        batches[batches.count - 1].append(row)
      } else {
        batches.append([row])
      }
    }
    return batches.map { PolicyBatch(rows: $0.sorted { ($0.client, $0.datum) < ($1.client, $1.datum) }) }
  }

  /// What a decoder reads: the tokens, the owner of each index of their first axis if rows have several, and the places of the
  /// tokens of all rows, row after row.
  struct Layout {
    /// [rows, length], or [tiles, rows of a tile, length] of several owners.
    let tokens: Tensor
    /// The owner of each tile, or one for all rows.
    let owners: [Int]
    /// The place of each token of the rows among all places.
    let places: Tensor
  }

  /// Lays the rows out; `tileCost` is the cost of an adapter in tokens.
  func layout(_ requests: [PolicyRequest], tileCost: Int, on device: Device) -> Layout {
    let length = length
    let tiles = AdapterTiles(rows.map(\.client), tileCost: Double(tileCost) / Double(length))
    var (tokens, starts) = (
      Array(repeating: 0, count: tiles.places.count * length), [Int](repeating: 0, count: rows.count)
    )
    for (place, index) in tiles.places.enumerated() {
      guard let index else { continue }
      starts[index] = place * length
      let own = requests[rows[index].client].data[rows[index].datum].tokens
      tokens.replaceSubrange(starts[index]..<(starts[index] + own.count), with: own)
    }
    let places = zip(rows, starts).flatMap { row, start in start..<(start + row.length) }
    let isShared = Set(tiles.owners).count == 1
    return Layout(
      tokens: Tensor(
        tokens, shape: (isShared ? [] : [tiles.owners.count]) + [isShared ? tiles.places.count : tiles.height, length]
      )
      .moved(to: device),
      owners: isShared ? Array(tiles.owners.prefix(1)) : tiles.owners,
      places: Tensor(places, shape: [places.count]).moved(to: device))
  }
}
