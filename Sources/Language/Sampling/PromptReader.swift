internal import Networks
internal import Tensors

/// Reads prompts in one batch, shorter ones padded on the left, some columns at a time.
struct PromptReader {
  /// A prompt, the number of its adapter in a stack, and what is wanted of it.
  struct Prompt {
    let ids: [Int]
    let owner: Int
    var isAsked = false
    var top = 0
  }

  /// The keys and values of all prompts.
  private(set) var cache = KeyValueCache()
  /// The logits after each: [prompts, vocabulary].
  private(set) var logits = Tensor.zeros([])
  /// What was wanted of each.
  private(set) var told: [[PromptToken]]
  private let prompts: [Prompt]

  /// The number of tokens of each.
  var lengths: [Int] { prompts.map(\.ids.count) }

  /// The most tokens that are read in one pass.
  private static let tokens = 4096
  /// The most logits in memory at once.
  private static let numbers = 1 << 24

  /// Reads prompts, each with its adapter of the stack.
  init(_ prompts: [Prompt], _ decoder: CausalDecoder, _ stack: AdapterStack?) {
    self.prompts = prompts
    told = prompts.map { _ in [] }
    let length = prompts.map(\.ids.count).max() ?? 0
    let tiles = AdapterTiles(prompts.map(\.owner), tileCost: 1)
    // What fills a tile up is its first prompt again.
    let read = tiles.places.enumerated().map { $1 ?? tiles.places[$0 / tiles.height * tiles.height] ?? 0 }
    let places = prompts.indices.map { read.firstIndex(of: $0) ?? 0 }
    let shape = tiles.owners.count == 1 ? [read.count] : [tiles.owners.count, tiles.height]
    let own = stack?.placed(in: decoder, rows: tiles.owners) ?? decoder
    let width = max(Self.tokens / read.count, 16)
    for start in stride(from: 0, to: length, by: width) {
      let columns = start..<min(start + width, length)
      let features = self.read(columns, of: read.map { prompts[$0].ids }, length, shape, own)
      let rows = features.reshaped(read.count, columns.count, -1)
      for (index, place) in places.enumerated() where prompts[index].isAsked {
        let head = stack?.placed(in: decoder, rows: [prompts[index].owner]) ?? decoder
        tell(index, rows[place], columns, of: length, head)
      }
      guard columns.upperBound == length else { continue }
      logits = own.logits(of: features.selected(-2, columns.count - 1)).reshaped(read.count, -1)
    }
    guard places != Array(read.indices) else { return }
    cache = cache.rows(at: places)
    logits = logits.gathered(0, at: Tensor(places, shape: [places.count]).moved(to: logits.device))
  }

  /// Reads some columns of rows whose axes are these: [..., columns, width].
  private mutating func read(
    _ columns: Range<Int>, of rows: [[Int]], _ length: Int, _ shape: [Int], _ decoder: CausalDecoder
  ) -> Tensor {
    func place(_ column: Int, _ ids: [Int]) -> Int { column - (length - ids.count) }
    let ids = rows.flatMap { ids in columns.map { place($0, ids) >= 0 ? ids[place($0, ids)] : 0 } }
    let tokens = Tensor(ids, shape: shape + [columns.count]).moved(to: decoder.device)
    guard rows.contains(where: { $0.count < length }) else { return decoder.features(of: tokens, cache: &cache) }
    let marks = rows.flatMap { ids in columns.map { place($0, ids) >= 0 ? 1 : 0 } }
    let mask = Tensor(marks, shape: shape + [columns.count]).moved(to: decoder.device)
    return decoder.features(of: tokens, mask: mask, cache: &cache)
  }

  /// Notes what the features of some columns say of the tokens of a prompt after them.
  private mutating func tell(
    _ index: Int, _ features: Tensor, _ columns: Range<Int>, of length: Int, _ decoder: CausalDecoder
  ) {
    let (ids, top) = (prompts[index].ids, prompts[index].top)
    let pad = length - ids.count
    if told[index].isEmpty { told[index].append(PromptToken(logProbability: nil, top: [])) }
    let vocabulary = decoder.configuration.vocabulary
    let places = max(columns.lowerBound - pad, 0)..<max(min(columns.upperBound - pad, ids.count - 1), 0)
    for start in stride(from: places.lowerBound, to: places.upperBound, by: max(Self.numbers / vocabulary, 1)) {
      let count = min(max(Self.numbers / vocabulary, 1), places.upperBound - start)
      let rows = features.narrowed(0, from: start + pad - columns.lowerBound, length: count)
      let all = decoder.logits(of: rows).converted(to: .float32).logSoftmax(-1)
      let next = Tensor(Array(ids[(start + 1)...(start + count)]), shape: [count, 1]).moved(to: all.device)
      let own = all.taking(-1, at: next).scalars(Float.self)
      guard top > 0 else {
        told[index] += own.map { PromptToken(logProbability: $0, top: []) }
        continue
      }
      all.scalars(Float.self).withUnsafeBufferPointer { numbers in
        for row in 0..<count {
          let chances = TokenChance.top(
            top, of: UnsafeBufferPointer(rebasing: numbers[(row * vocabulary)..<((row + 1) * vocabulary)]),
            normalizer: 0)
          told[index].append(PromptToken(logProbability: own[row], top: chances))
        }
      }
    }
  }
}
