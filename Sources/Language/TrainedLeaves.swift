public import Networks
public import Tensors

/// Some leaves of a decoder, as a tree of their own: what is trained while all else stays as it is.
///
/// A gradient and an optimizer's moments have only these leaves, so that training an adapter takes an adapter's memory.
public struct TrainedLeaves: ParameterTree {
  /// The paths of the leaves in the decoder.
  public let paths: [String]
  /// The leaves, in the order of their paths: float32, whatever the decoder computes in, so that small steps are not lost. Those of
  /// several texts have an axis of texts before their own.
  public var values: [Tensor]

  /// Takes the leaves of a decoder whose paths a pattern matches, one copy for each of several texts.
  public init(_ decoder: CausalDecoder, matching pattern: LeafPattern, texts: Int = 1) {
    let leaves = decoder.leaves.filter { pattern.matches($0.name) }
    paths = leaves.map(\.name)
    values = leaves.map { leaf in
      let own = leaf.tensor.converted(to: .float32)
      return texts == 1 ? own : own.unsqueezed(0).expanded([texts] + own.shape).contiguous()
    }
  }

  /// Returns a decoder with these leaves in place of its own, in its dtype.
  public func placed(in decoder: CausalDecoder) -> CausalDecoder {
    let own = Dictionary(Swift.zip(paths, values)) { first, _ in first }
    return decoder.mapNamed { path, leaf in own[path]?.converted(to: leaf.dtype) ?? leaf }
  }

  /// Returns the leaves of one of several texts, without the axis.
  public func ofText(_ index: Int) -> TrainedLeaves {
    var copy = self
    copy.values = values.map { $0[index] }
    return copy
  }

  /// Visits the leaves under their paths.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for index in values.indices { visitor.leaf(paths[index], &values[index]) }
  }
}
