internal import Networks
public import Tensors

/// The weights that the outer loop learns: the network from which every task starts, the inner rates if they are
/// learned, and the further weights of single methods.
public struct SlowWeights<Network: AdaptableNetwork>: ParameterTree {
  /// The network, which is the initialization of every task.
  public var network: Network
  /// The inner rates, most of them as logarithms.
  public var rates: InnerRates
  /// The weights that a method learns beside the network.
  public var parts = LearnerState()

  /// Creates slow weights with the initial rates of `inner`.
  public init(_ network: Network, inner: InnerLoop) {
    self.network = network
    rates = InnerRates(for: network, inner: inner)
  }

  /// Visits the network, the rates and the method's own weights.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("network", &network)
    visitor.branch("rates", &rates)
    visitor.branch("parts", &parts)
  }
}

/// The weights that a method learns beside the network, by name; empty for most.
public struct LearnerState: ParameterTree {
  private var parts: [(name: String, tree: any ParameterTree)] = []

  /// Creates empty state.
  public init() {}

  /// The part of a name, or `nil` if there is none.
  public subscript(name: String) -> (any ParameterTree)? {
    get { parts.first { $0.name == name }?.tree }
    set {
      parts.removeAll { $0.name == name }
      if let newValue { parts.append((name, newValue)) }
    }
  }

  /// The parts that take part in inner steps.
  var inner: [any InnerLoopPart] { parts.compactMap { $0.tree as? any InnerLoopPart } }

  /// Visits the parts under their names.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for index in parts.indices { visitor.branch(parts[index].name, &parts[index].tree) }
  }
}

/// A part of the slow weights that takes part in inner steps.
public protocol InnerLoopPart: ParameterTree {
  /// Returns the direction for the gradient [tasks, …] of a leaf: the gradient itself by default.
  func transforming(_ gradient: Tensor, of leaf: String) -> Tensor
  /// Returns the second moments, without bias, from which each task's Adam starts, by leaf, or `nil` if it starts from
  /// nothing, as it does by default.
  func secondMoments() -> [String: Tensor]?
}

extension InnerLoopPart {
  /// Returns the gradient itself.
  public func transforming(_ gradient: Tensor, of leaf: String) -> Tensor { gradient }
  /// Returns `nil`, so that Adam starts from nothing.
  public func secondMoments() -> [String: Tensor]? { nil }
}

extension ParameterTree {
  /// Returns the tree in the number type and on the device of a network.
  func stored(like network: some ParameterTree) -> Self {
    guard let leaf = network.tensors.first else { return self }
    return map { $0.converted(to: leaf.dtype).moved(to: leaf.device) }
  }
}
