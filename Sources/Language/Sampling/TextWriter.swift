internal import Networks
internal import Tensors

/// A text that is being written.
struct TextRow {
  /// The number of its prompt.
  let prompt: Int
  var sampler: TokenSampler
  var draft: CompletionDraft
  /// The number of its tokens, those of the prompt included.
  var length: Int
  /// The most tokens that are written.
  let most: Int
  /// The number of most likely tokens that are told at each place.
  var top = 0
  /// The most likely tokens at each place.
  var chances: [[TokenChance]] = []
}

/// Writes texts on in one batch, each under its own adapter, until all have ended.
struct TextWriter {
  private let decoder: CausalDecoder
  private let stack: AdapterStack?
  /// The adapter of each row.
  private let owners: [Int]
  private(set) var rows: [TextRow]
  /// The row at each place of the batch; `nil` where it has ended, or a tile is not full.
  private var places: [Int?]
  /// The number of tokens that each place has read.
  private var lengths: [Int]
  /// The number of rows of a tile, or 0 where all rows are of one owner.
  private var height: Int
  /// The number of rows that were put at places together.
  private var laid = 0
  private var placed: CausalDecoder
  private var cache: KeyValueCache
  private var logits: Tensor

  /// Prepares to write rows after the prompts that a reader has read; `owners` are the adapters of the prompts.
  init(_ rows: [TextRow], after reader: PromptReader, _ decoder: CausalDecoder, _ stack: AdapterStack?, owners: [Int]) {
    (self.rows, self.decoder, self.stack) = (rows, decoder, stack)
    self.owners = rows.map { owners[$0.prompt] }
    (placed, height) = (decoder, 1)
    (cache, logits) = (reader.cache, reader.logits)
    places = []
    lengths = reader.lengths
    let index = lay(Array(rows.indices)) { rows[$0].prompt }
    logits = logits.gathered(0, at: Tensor(index, shape: [index.count]).moved(to: logits.device))
  }

  /// Puts rows at places, each with what the place `source` has read, and returns the places that were read from.
  private mutating func lay(_ alive: [Int], from source: (Int) -> Int) -> [Int] {
    let tiles = AdapterTiles(alive.map { owners[$0] }, tileCost: 2)
    let isShared = tiles.owners.count == 1
    height = isShared ? 0 : tiles.height
    var index: [Int] = []
    for (place, row) in tiles.places.enumerated() {
      // What fills a tile up reads what its first row reads, and is not looked at.
      let own = row ?? tiles.places[place / tiles.height * tiles.height] ?? 0
      index.append(source(alive[own]))
    }
    places = tiles.places.map { $0.map { alive[$0] } }
    laid = alive.count
    if index != Array(lengths.indices) {
      cache = cache.rows(at: index)
      lengths = index.map { lengths[$0] }
    }
    if let stack { placed = stack.placed(in: decoder, rows: tiles.owners) }
    return index
  }

  /// Writes until every row has ended; `each` is told the text of a row that became certain.
  mutating func run(_ each: (_ row: Int, _ text: String) -> Void) {
    while true {
      let next = draw(each)
      let alive = places.compactMap { $0 }
      if alive.isEmpty { return }
      var tokens = next
      if isSparse(alive.count) {
        let at = Dictionary(
          uniqueKeysWithValues: places.enumerated().compactMap { place, row in row.map { ($0, place) } })
        tokens = lay(alive.sorted()) { at[$0] ?? 0 }.map { next[$0] }
      }
      let shape = height == 0 ? [places.count, 1] : [places.count / height, height, 1]
      let features = placed.features(of: Tensor(tokens, shape: shape).moved(to: decoder.device), cache: &cache)
      logits = placed.logits(of: features.selected(-2, 0)).reshaped(places.count, -1)
      for place in lengths.indices { lengths[place] += 1 }
    }
  }

  /// Whether so many rows have ended that the rest should move together, or the place of one has no room for more.
  private func isSparse(_ alive: Int) -> Bool {
    let isFull = zip(places, lengths).contains { $0 == nil && $1 >= decoder.configuration.longest }
    return isFull || 8 * alive <= 7 * laid
  }

  /// Draws the next token of each row and returns that of each place; places of rows that ended become empty.
  private mutating func draw(_ each: (_ row: Int, _ text: String) -> Void) -> [Int] {
    let (vocabulary, longest) = (decoder.configuration.vocabulary, decoder.configuration.longest)
    let numbers = logits.converted(to: .float32).scalars(Float.self)
    var next = [Int](repeating: 0, count: places.count)
    numbers.withUnsafeBufferPointer { numbers in
      for (place, row) in places.enumerated() {
        guard let row else { continue }
        let own = UnsafeBufferPointer(rebasing: numbers[(place * vocabulary)..<((place + 1) * vocabulary)])
        let draw = rows[row].sampler.draw(own)
        if rows[row].top > 0 {
          rows[row].chances.append(
            TokenChance.top(rows[row].top, of: own, normalizer: Double(own[draw.id]) - draw.logProbability))
        }
        rows[row].length += 1
        let isLast = rows[row].draft.ids.count + 1 >= rows[row].most || rows[row].length >= longest
        let text = rows[row].draft.append(draw, isLast: isLast)
        if !text.isEmpty { each(row, text) }
        next[place] = draw.id
        if rows[row].draft.finish != nil { places[place] = nil }
      }
    }
    return next
  }
}
