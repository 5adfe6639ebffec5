internal import Requirements
public import Tensors

/// Several sets of adapters of one network as leaves with an axis, so that each row of a batch meets its own.
///
/// The matrices of the network are read once for all rows; a row reads rank (in + out) numbers of its own a layer. Sets may have
/// different ranks, scales and layers: what a set does not have is zero.
public struct AdapterStack: ParameterTree {
  private struct Layer: ParameterTree {
    /// [sets, rank, in].
    var down: Tensor
    /// [sets, out, rank], times the scale of each set.
    var up: Tensor

    mutating func visit(_ visitor: inout ParameterVisitor) {
      visitor.leaf("down", &down)
      visitor.leaf("up", &up)
    }
  }
  private var layers: [String: Layer]
  private let paths: [String]
  /// The number of sets.
  public let count: Int

  /// Stacks sets; `nil` is the network alone.
  public init(_ sets: [AdapterSet?]) {
    count = sets.count
    paths = Set(sets.flatMap { $0?.paths ?? [] }).sorted()
    layers = Dictionary(
      uniqueKeysWithValues: paths.map { path in
        let adapters = sets.map { $0?.layers[path] }
        return (path, Self.layer(adapters, path))
      })
  }

  private static func layer(_ adapters: [LowRankAdapter?], _ path: String) -> Layer {
    let own = adapters.compactMap { $0 }
    let rank = own.map { $0.down.size(0) }.max() ?? 0
    let (inputs, outputs) = (own[0].down.size(1), own[0].up.size(0))
    for adapter in own {
      require(
        adapter.core == nil && adapter.gate == nil && adapter.down.rank == 2,
        "AdapterStack: \(path) has an adapter with core, gate or task axis; merge it first")
      require(
        adapter.down.size(1) == inputs && adapter.up.size(0) == outputs,
        "AdapterStack: \(path) is [\(outputs), \(inputs)] in one set and [\(adapter.up.size(0)), \(adapter.down.size(1))] in "
          + "another; stack adapters of one network")
    }
    func padded(_ x: Tensor, _ axis: Int) -> Tensor {
      let missing = rank - x.size(axis)
      guard missing > 0 else { return x }
      var shape = x.shape
      shape[axis] = missing
      return .concatenate([x, .zeros(shape, dtype: x.dtype, device: x.device)], axis)
    }
    let (dtype, device) = (own[0].down.dtype, own[0].down.device)
    let downs = adapters.map {
      $0.map { padded($0.down, 0) } ?? .zeros([rank, inputs], dtype: dtype, device: device)
    }
    let ups = adapters.map {
      $0.map { padded($0.up * $0.scale, 1) } ?? .zeros([outputs, rank], dtype: dtype, device: device)
    }
    return Layer(
      down: .concatenate(downs.map { $0.unsqueezed(0) }, 0), up: .concatenate(ups.map { $0.unsqueezed(0) }, 0))
  }

  /// Visits the stacked adapters in the order of their paths.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for path in paths { visitor.branch("\(path).lora", &layers[path]) }
  }

  /// Returns the gradient at a set, of this gradient at the stack that was made of it and others.
  public func gradient(of index: Int, at set: AdapterSet) -> AdapterSet {
    AdapterSet(
      Dictionary(
        uniqueKeysWithValues: set.layers.map { path, adapter in
          guard let own = layers[path] else { trap("AdapterStack: no set of the stack has an adapter of \(path)") }
          let rank = adapter.down.size(0)
          // The stack holds B times the scale.
          return (
            path,
            LowRankAdapter(
              down: own.down[index].narrowed(0, from: 0, length: rank),
              up: own.up[index].narrowed(1, from: 0, length: rank) * adapter.scale, scale: adapter.scale)
          )
        }))
  }

  /// Returns a network in which row r of a batch has the adapters of set `rows[r]`.
  public func placed<Network: ParameterTree>(in network: Network, rows: [Int]) -> Network {
    guard !layers.isEmpty else { return network }
    require(
      rows.allSatisfy { (0..<count).contains($0) }, "AdapterStack: rows \(rows) of \(count) sets; name only those")
    var copy = network
    copy.walkParts(Linear.self) { path, layer in
      guard let own = layers[path] else { return }
      // Rows that all have one set need no axis, and the product no batch.
      if let only = rows.first, rows.allSatisfy({ $0 == only }) {
        layer.adapter = LowRankAdapter(down: own.down[only], up: own.up[only], scale: 1)
        return
      }
      if rows == Array(0..<count) {
        layer.adapter = LowRankAdapter(down: own.down, up: own.up, scale: 1)
        return
      }
      let index = Tensor(rows, shape: [rows.count]).moved(to: own.down.device)
      layer.adapter = LowRankAdapter(down: own.down.gathered(0, at: index), up: own.up.gathered(0, at: index), scale: 1)
    }
    return copy
  }
}
