internal import Requirements
public import Tensors

/// The low-rank adapters of a network, apart from it: what one task's model differs by from the network that all share.
public struct AdapterSet: Sendable {
  /// The adapters, by the paths of their layers.
  public let layers: [String: LowRankAdapter]

  /// Takes the adapters of a network.
  public init(of network: some ParameterTree) {
    var (copy, layers) = (network, [String: LowRankAdapter]())
    copy.walkParts(Linear.self) { path, layer in layers[path] = layer.adapter }
    self.layers = layers
  }

  /// What does not fit a network, or `nil` if all does.
  public func problem(in network: some ParameterTree) -> String? {
    var (copy, shapes) = (network, [String: [Int]]())
    copy.walkParts(Linear.self) { path, layer in
      shapes[path] = layer.quantized.map { [$0.rows, $0.columns] } ?? layer.weight.shape
    }
    for (path, adapter) in layers.sorted(by: { $0.key < $1.key }) {
      guard let shape = shapes[path] else { return "there is no linear layer \(path)" }
      let own = [adapter.up.size(-2), adapter.down.size(-1)]
      if own != shape { return "the adapter of \(path) is for \(own), and the layer is \(shape)" }
    }
    return nil
  }
}

/// Several sets of adapters of one network as leaves with an axis, so that each row of a batch meets its own.
///
/// The matrices of the network are read once for all rows; a row reads rank (in + out) numbers of its own a layer. Sets may have
/// different ranks, scales and layers: what a set does not have is zero.
public struct AdapterStack: Sendable {
  private struct Layer: Sendable {
    /// [sets, rank, in].
    let down: Tensor
    /// [sets, out, rank], times the scale of each set.
    let up: Tensor
  }
  private let layers: [String: Layer]
  /// The number of sets.
  public let count: Int

  /// Stacks sets; `nil` is the network alone.
  public init(_ sets: [AdapterSet?]) {
    count = sets.count
    let paths = Set(sets.flatMap { $0.map { Array($0.layers.keys) } ?? [] })
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
      let index = Tensor(rows, shape: [rows.count]).moved(to: own.down.device)
      layer.adapter = LowRankAdapter(down: own.down.gathered(0, at: index), up: own.up.gathered(0, at: index), scale: 1)
    }
    return copy
  }
}
