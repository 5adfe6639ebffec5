public import Tensors

/// The low-rank adapters of a network, apart from it: what one task's model differs by from the network that all share.
///
/// Its leaves have the paths that they have in the network. A gradient and an optimizer's moments of such a tree take an adapter's
/// memory.
public struct AdapterSet: ParameterTree {
  /// The adapters, by the paths of their layers.
  public private(set) var layers: [String: LowRankAdapter]
  /// The paths of the layers, in order.
  public let paths: [String]

  /// Takes adapters, by the paths of their layers.
  public init(_ layers: [String: LowRankAdapter]) {
    self.layers = layers
    paths = layers.keys.sorted()
  }

  /// Takes the adapters of a network.
  public init(of network: some ParameterTree) {
    var (copy, layers) = (network, [String: LowRankAdapter]())
    copy.walkParts(Linear.self) { path, layer in layers[path] = layer.adapter }
    self.init(layers)
  }

  /// Returns a network with these adapters, and no others.
  public func placed<Network: ParameterTree>(in network: Network) -> Network {
    var copy = network
    copy.walkParts(Linear.self) { path, layer in layer.adapter = layers[path] }
    return copy
  }

  /// Returns the set without the adapter of a layer, which it need not have.
  public func without(_ path: String) -> AdapterSet { AdapterSet(layers.filter { $0.key != path }) }

  /// Visits the adapters in the order of their paths.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for path in paths { visitor.branch("\(path).lora", &layers[path]) }
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
