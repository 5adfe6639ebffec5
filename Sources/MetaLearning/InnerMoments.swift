internal import Networks
public import Tensors

/// The second moments from which each task's Adam starts: one number for each element of each leaf that adapts.
///
/// They are means without bias, v̂ = v / (1 − β₂ᵏ); zero everywhere means that there are none yet, and Adam starts fresh.
public struct InnerMoments: ParameterTree {
  private let names: [String]
  /// v̂ of each adapted leaf.
  var second: [Tensor]

  /// None yet, for the leaves that an inner loop adapts.
  init(for network: some ParameterTree, inner: InnerLoop) {
    let adapted = network.leaves.filter { inner.adapts($0.name) }
    names = adapted.map(\.name)
    second = adapted.map { .zeros(like: $0.tensor) }
  }

  /// True when no task has left any.
  var isEmpty: Bool { withoutGradient { second.allSatisfy { $0.magnitude().max().item == 0 } } }

  /// The moments of a leaf, where its name is among these.
  func second(of name: String) -> Tensor? { names.firstIndex(of: name).map { second[$0] } }

  /// Shows the moments under the names of their leaves.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for index in names.indices { visitor.leaf(names[index], &second[index]) }
  }
}
