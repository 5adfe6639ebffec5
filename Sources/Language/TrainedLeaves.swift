public import Networks
public import Tensors

/// Some leaves of a decoder, as a tree of their own: what is trained while all else stays as it is.
///
/// A gradient and an optimizer's moments have only these leaves, so that training an adapter takes an adapter's memory.
public struct TrainedLeaves: ParameterTree {
  /// The paths of the leaves in the decoder.
  public let paths: [String]
  /// The leaves, in the order of their paths.
  public var values: [Tensor]

  /// Takes the leaves of a decoder whose paths a pattern matches.
  public init(_ decoder: CausalDecoder, matching pattern: LeafPattern) {
    let leaves = decoder.leaves.filter { pattern.matches($0.name) }
    (paths, values) = (leaves.map(\.name), leaves.map(\.tensor))
  }

  /// Returns a decoder with these leaves in place of its own.
  public func placed(in decoder: CausalDecoder) -> CausalDecoder {
    let own = Dictionary(Swift.zip(paths, values)) { first, _ in first }
    return decoder.mapNamed { path, leaf in own[path] ?? leaf }
  }

  /// Visits the leaves under their paths.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for index in values.indices { visitor.leaf(paths[index], &values[index]) }
  }
}
