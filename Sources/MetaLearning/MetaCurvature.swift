internal import Networks
public import Randomness
public import Tensors

/// MAML that learns how to bend each inner gradient: a matrix for each axis of a leaf.
///
/// θ ← θ − α G ×₁ M_out ×₂ M_in ×₃ M_place,  all M learned with the initialization; M_place for convolutions alone
///
/// - Source: Park, Oliva 2019, "Meta-Curvature", Section 4 (Equations 9–11). <https://arxiv.org/abs/1902.03356>
/// - Differs: a bias has M_out alone; of a leaf of more than two axes that is no convolution, the first and last are bent.
/// - Shapes: support and query of `[tasks, …]`; G [tasks, out, in] or [tasks, out, places · in].
public struct MetaCurvature: MAMLVariant {
  /// MAML, whose inner loop asks the slow weights for the curvature.
  public let method: MAML

  /// The method over everything that adapts, or what `inner.phases` chooses.
  public init(_ request: LearnerRequest) throws(Refusal) {
    method = MAML(inner: request.wholeInner, order: request.options.order, queryWeights: request.queryWeights)
  }

  /// The network with identities for its curvature.
  public func start<Network: AdaptableNetwork>(
    _ network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    var slow = SlowWeights(network, inner: inner)
    slow.parts.curvature = Curvature(for: network, inner: inner, windows: network.anatomy.windows)
    return slow
  }
}

/// The matrices of `MetaCurvature`.
public struct Curvature: ParameterTree {
  private let names: [String]
  private var output: [Tensor]
  private var input: [Tensor?]
  private var place: [Tensor?]

  /// Identities for the leaves that an inner loop adapts; `windows` has the places of convolutions.
  init(for network: some ParameterTree, inner: InnerLoop, windows: [String: Int] = [:]) {
    let adapted = network.leaves.filter { inner.adapts($0.name) }
    names = adapted.map(\.name)
    func identity(_ size: Int, like leaf: Tensor) -> Tensor { .identity(size, dtype: leaf.dtype, device: leaf.device) }
    output = adapted.map { identity($0.tensor.size(0), like: $0.tensor) }
    input = adapted.map { name, leaf in
      leaf.rank > 1 ? identity(leaf.size(-1) / (windows[name] ?? 1), like: leaf) : nil
    }
    place = adapted.map { name, leaf in windows[name].map { identity($0, like: leaf) } }
  }

  /// The gradient [tasks, out], [tasks, out, …, in] or [tasks, out, places · in] of the `index`-th adapted leaf, bent
  /// along its axes.
  func transforming(_ gradient: Tensor, _ index: Int) -> Tensor {
    guard let inward = input[index] else { return gradient.matmul(output[index].transposed()) }
    let outward = output[index].matmul(gradient.flattened(2))  // [tasks, out, …·in]
    guard let place = place[index] else { return outward.reshaped(gradient.shape).matmul(inward.transposed()) }
    let windows = outward.reshaped(Array(outward.shape.prefix(2)) + [place.size(0), inward.size(0)])
    return place.matmul(windows.matmul(inward.transposed())).reshaped(gradient.shape)
  }

  /// Shows the matrices under the names of their leaves.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    for index in names.indices {
      visitor.leaf(names[index] + ".output", &output[index])
      visitor.leaf(names[index] + ".input", &input[index])
      visitor.leaf(names[index] + ".place", &place[index])
    }
  }
}
