internal import Requirements
internal import Tensors

/// The keys and values of the tokens that a decoder has read, so that each later token costs one pass.
///
/// A cache is a value: a copy shares the memory of the original until either reads more, so a search forks it for nothing,
/// and a prefix that many texts share is read once.
///
///     var cache = KeyValueCache()
///     let logits = decoder(prompt, cache: &cache)
///     var fork = cache          // nothing is copied
///     _ = decoder(next, cache: &fork)
///
/// - Shapes: keys (rotated) and values [rows, keyValueHeads, count, headWidth] of each layer, in pages; rows are all axes of
///   the tokens before the last, as one.
public struct KeyValueCache: Sendable {
  private var layers: [KeyValuePages] = []
  /// How many places each row has, padding included.
  public private(set) var count = 0
  /// [rows, count]: true at tokens, false at padding; `nil` without padding.
  private(set) var tokens: Tensor?
  /// [rows, count]; `nil` where they are 0, 1, ….
  private(set) var positions: Tensor?

  /// A cache of nothing.
  public init() {}

  /// How many rows it holds; 0 while it is empty.
  public private(set) var rows = 0

  /// The first `count` places of each row: what was read before a draft was refused.
  public func truncated(to count: Int) -> KeyValueCache {
    require(
      (0...self.count).contains(count), "truncated(to: \(count)): the cache has \(self.count) places; give no more")
    guard count > 0 else { return KeyValueCache() }
    var cut = self
    cut.layers = layers.map { $0.prefix(count) }
    cut.tokens = tokens?.narrowed(1, from: 0, length: count)
    cut.positions = positions?.narrowed(1, from: 0, length: count)
    cut.count = count
    return cut
  }

  /// The rows of a list, each as often as it is there: beams that survive, or one prefix for many texts.
  public func rows(at index: [Int]) -> KeyValueCache {
    let held = rows
    require(
      index.allSatisfy { (0..<held).contains($0) }, "rows(at: \(index)): the cache has \(held) rows; name only those")
    guard held > 0, !index.isEmpty else { return KeyValueCache() }
    var picked = self
    let device = layers.first?.keys.first?.device ?? .cpu
    let places = Tensor(index, shape: [index.count]).moved(to: device)
    picked.layers = layers.map { $0.rows(at: places) }
    (picked.tokens, picked.positions) = (tokens?.gathered(0, at: places), positions?.gathered(0, at: places))
    picked.rows = index.count
    return picked
  }

  /// Appends keys and values of one layer, and gives all of that layer.
  mutating func appending(_ keys: Tensor, _ values: Tensor, to layer: Int) -> KeyValuePages {
    let given = keys.size(0)
    require(rows == 0 || rows == given, "the cache holds \(rows) rows and meets \(given): repeat it with rows(at:)")
    rows = given
    if layer == layers.count { layers.append(KeyValuePages()) }
    layers[layer].append(keys, values)
    return layers[layer]
  }

  /// Notes where the tokens of a pass are; `places` covers them and all before.
  mutating func advance(by length: Int, _ places: DecoderPlaces) {
    count += length
    (tokens, positions) = (places.tokens, places.positions)
  }
}
