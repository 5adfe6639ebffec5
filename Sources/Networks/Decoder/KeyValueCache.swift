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
/// - Shapes: keys (rotated) and values [rows, keyValueHeads, count, headWidth] of each layer; rows are all axes of the tokens
///   before the last, as one.
public struct KeyValueCache: Sendable {
  struct Layer: Sendable {
    var keys: Tensor
    var values: Tensor
  }

  private(set) var layers: [Layer] = []
  /// How many places each row has, padding included.
  public private(set) var count = 0
  /// [rows, count]: true at tokens, false at padding; `nil` without padding.
  private(set) var tokens: Tensor?
  /// [rows, count]; `nil` where they are 0, 1, ….
  private(set) var positions: Tensor?

  /// A cache of nothing.
  public init() {}

  /// How many rows it holds; 0 while it is empty.
  public var rows: Int { layers.first?.keys.size(0) ?? 0 }

  /// The first `count` places of each row: what was read before a draft was refused.
  public func truncated(to count: Int) -> KeyValueCache {
    require(
      (0...self.count).contains(count), "truncated(to: \(count)): the cache has \(self.count) places; give no more")
    guard count > 0 else { return KeyValueCache() }
    var cut = self
    cut.layers = layers.map { layer in
      Layer(
        keys: layer.keys.narrowed(2, from: 0, length: count), values: layer.values.narrowed(2, from: 0, length: count))
    }
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
    guard held > 0 else { return self }
    var picked = self
    // One row for many is a view, not copies.
    func picking(_ x: Tensor) -> Tensor {
      held == 1
        ? x.expanded([index.count] + x.shape.dropFirst())
        : x.gathered(0, at: Tensor(index, shape: [index.count]).moved(to: x.device))
    }
    picked.layers = layers.map { Layer(keys: picking($0.keys), values: picking($0.values)) }
    picked.tokens = tokens.map(picking)
    picked.positions = positions.map(picking)
    return picked
  }

  /// Appends keys and values of one layer, and gives all of that layer.
  mutating func appending(_ keys: Tensor, _ values: Tensor, to layer: Int) -> (Tensor, Tensor) {
    guard layer < layers.count else {
      layers.append(Layer(keys: keys, values: values))
      return (keys, values)
    }
    let past = layers[layer]
    require(
      past.keys.size(0) == keys.size(0),
      "the cache holds \(past.keys.size(0)) rows and meets \(keys.size(0)): repeat it with rows(at:)")
    let all = Layer(keys: .concatenate([past.keys, keys], 2), values: .concatenate([past.values, values], 2))
    layers[layer] = all
    return (all.keys, all.values)
  }

  /// Notes where the tokens of a pass are; `places` covers them and all before.
  mutating func advance(by length: Int, _ places: DecoderPlaces) {
    count += length
    (tokens, positions) = (places.tokens, places.positions)
  }
}
