internal import Networks
public import Randomness
public import Tensors

/// MAML that learns to transform each inner gradient, by a matrix for each axis of a leaf.
///
/// θ ← θ − α G ×₁ M_out ×₂ M_in ×₃ M_place,  all M learned with the initialization; M_place for convolutions alone
///
/// - Source: Park, Oliva 2019, "Meta-Curvature", Section 4 (Equations 9–11). <https://arxiv.org/abs/1902.03356>
/// - Differs: a bias has M_out alone; of a leaf of more than two axes that is no convolution, the first and last are
///   transformed.
/// - Shapes: support and query of `[tasks, …]`; G [tasks, out, in] or [tasks, out, positions · in].
public struct MetaCurvature: MAMLVariant {
  /// MAML, whose inner loop uses the curvature among the slow weights.
  public let method: MAML

  /// Creates the method over everything that adapts, or the leaves of `inner.phases`.
  public init(_ request: LearnerRequest) throws(UnsupportedLearner) {
    try request.refuseDecay(
      of: "its matrices, which bend nothing at the identity and stop adaptation at 0,", for: "metaCurvature")
    method = MAML(inner: request.wholeInner, order: request.options.order, queryWeights: request.queryWeights)
  }

  /// Returns the network with identities for its curvature.
  public func initialSlowWeights<Network: AdaptableNetwork>(
    for network: Network, using generator: inout Generator
  ) -> SlowWeights<Network> {
    var slow = SlowWeights(network, inner: inner)
    slow.parts["curvature"] = Curvature(for: network, inner: inner, kernelPositions: network.anatomy.kernelPositions)
    return slow
  }
}

/// The matrices of `MetaCurvature`.
public struct Curvature: InnerLoopPart {
  private var matrices: LeafTable

  /// Creates identities for the leaves that an inner loop adapts; `kernelPositions` has those of convolutions.
  init(for network: some ParameterTree, inner: InnerLoop, kernelPositions: [String: Int] = [:]) {
    matrices = LeafTable(
      LeafTable.adapted(network, by: inner).flatMap { name, leaf -> [(name: String, value: Tensor)] in
        var sizes = [("output", leaf.size(0))]
        if leaf.rank > 1 { sizes.append(("input", leaf.size(-1) / (kernelPositions[name] ?? 1))) }
        if let positions = kernelPositions[name] { sizes.append(("place", positions)) }
        return sizes.map { ("\(name).\($0.0)", Tensor.identity($0.1, dtype: leaf.dtype, device: leaf.device)) }
      })
  }

  /// Returns the gradient [tasks, out], [tasks, out, …, in] or [tasks, out, positions · in] of a leaf, transformed
  /// along its axes.
  public func transforming(_ gradient: Tensor, of leaf: String) -> Tensor {
    guard let output = matrices["\(leaf).output"] else { return gradient }
    guard let input = matrices["\(leaf).input"] else { return gradient.matmul(output.transposed()) }
    let outward = output.matmul(gradient.flattened(2))  // [tasks, out, …·in]
    guard let place = matrices["\(leaf).place"] else {
      return outward.reshaped(gradient.shape).matmul(input.transposed())
    }
    let windows = outward.reshaped(Array(outward.shape.prefix(2)) + [place.size(0), input.size(0)])
    return place.matmul(windows.matmul(input.transposed())).reshaped(gradient.shape)
  }

  /// Visits the matrices under the names of their leaves.
  public mutating func visit(_ visitor: inout ParameterVisitor) { matrices.visit(&visitor) }
}

extension MetaCurvature {
  /// The entry of the catalogue.
  public static let entry = MetaLearnerEntry(
    "metaCurvature", "MAML that learns matrices that bend each inner gradient",
    source: "Park, Oliva 2019", traits: [.readsQueryWeights, .isSecondOrder],
    make: MetaCurvature.init)
}
