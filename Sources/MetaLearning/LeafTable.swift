internal import Networks
public import Tensors

/// A table of tensors for the leaves that an inner loop adapts, under the names of these leaves.
public struct LeafTable: ParameterTree {
  /// The names, in order.
  let names: [String]
  /// The tensors, in the same order.
  var values: [Tensor]

  /// Creates a table of what `make` returns for each leaf that `inner` adapts.
  init(for network: some ParameterTree, inner: InnerLoop, _ make: (String, Tensor) -> Tensor) {
    self.init(Self.adapted(network, by: inner).map { ($0.name, make($0.name, $0.tensor)) })
  }

  /// Creates a table of these tensors by name.
  init(_ entries: [(name: String, value: Tensor)]) { (names, values) = (entries.map(\.name), entries.map(\.value)) }

  /// Returns the leaves of a network that an inner loop adapts.
  static func adapted(_ network: some ParameterTree, by inner: InnerLoop) -> [(name: String, tensor: Tensor)] {
    network.leaves.filter { inner.adapts($0.name) }
  }

  /// The tensor of a name, or `nil` if the table has none.
  subscript(name: String) -> Tensor? { names.firstIndex(of: name).map { values[$0] } }

  /// Visits the tensors under the names of their leaves.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for index in names.indices { visitor.leaf(names[index], &values[index]) }
  }
}
