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

  /// The places of the rows, padding included.
  var size: Int { rows.count * length }

  /// Cuts rows into batches of similar lengths, which hold at most `budget` tokens, padding included, or one row.
  ///
  /// Each client's rows are cut as if they were alone. Batches that are small go together: large ones would gain nothing.
  static func plan(_ rows: [Row], budget: Int) -> [PolicyBatch] {
    var (large, small): ([PolicyBatch], [PolicyBatch]) = ([], [])
    for own in Dictionary(grouping: rows, by: \.client).sorted(by: { $0.key < $1.key }).map(\.value) {
      for batch in cut(own.map { [$0] }, budget) {
        if 4 * batch.size <= budget { small.append(batch) } else { large.append(batch) }
      }
    }
    return large + cut(small.map(\.rows), budget)
  }

  /// Puts groups of rows together, the longest first.
  private static func cut(_ groups: [[Row]], _ budget: Int) -> [PolicyBatch] {
    func length(_ group: [Row]) -> Int { group.map(\.length).max() ?? 0 }
    let sorted = groups.sorted {
      (length($1), $0[0].client, $0[0].datum) < (length($0), $1[0].client, $1[0].datum)
    }
    var batches: [[Row]] = []
    for group in sorted {
      guard let last = batches.last, let longest = last.map(\.length).max() else {
        batches.append(group)
        continue
      }
      let size = (last.count + group.count) * longest
      // Shorter rows stand with longer ones only where a batch of their own would be small.
      if size <= budget, 4 * length(group) >= 3 * longest || size <= budget / 4 {
        batches[batches.count - 1] += group
      } else {
        batches.append(group)
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
