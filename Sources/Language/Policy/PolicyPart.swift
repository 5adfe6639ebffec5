/// Tokens of one client whose logits are in memory at once.
struct PolicyPart {
  /// Some places of a datum.
  struct Piece {
    let datum: Int
    var range: Range<Int>
  }
  let client: Int
  private(set) var pieces: [Piece] = []
  /// The number of tokens.
  var tokens: Int { pieces.reduce(0) { $0 + $1.range.count } }

  /// The most logits of a part.
  private static let logits = 1 << 24

  /// Cuts the rows of a batch, in order. A loss of whole sequences has each in one part.
  static func parts(of batch: PolicyBatch, _ requests: [PolicyRequest], vocabulary: Int) -> [PolicyPart] {
    let limit = max(logits / vocabulary, 64)
    var parts: [PolicyPart] = []
    for row in batch.rows {
      let isWhole = requests[row.client].loss.kind == .gspo
      var start = 0
      while start < row.length {
        var room = parts.last.map { $0.client == row.client ? limit - $0.tokens : 0 } ?? 0
        if room <= 0 || (isWhole && room < row.length) {
          parts.append(PolicyPart(client: row.client))
          room = limit
        }
        let count = isWhole ? row.length : min(room, row.length - start)
        parts[parts.count - 1].pieces.append(Piece(datum: row.datum, range: start..<(start + count)))
        start += count
      }
    }
    return parts
  }

  /// The targets of its tokens, as many after each: those of a datum with fewer are filled up with 0.
  func targets(of request: PolicyRequest) -> (ids: [Int], width: Int) {
    let width = pieces.map { request.data[$0.datum].width }.max() ?? 1
    let ids = pieces.flatMap { piece in
      let datum = request.data[piece.datum]
      return piece.range.flatMap { place in
        (0..<width).map { $0 < datum.width ? datum.targets[place * datum.width + $0] : 0 }
      }
    }
    return (ids, width)
  }
}
