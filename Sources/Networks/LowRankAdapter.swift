public import Randomness
public import Tensors

/// A low-rank adapter of a linear map, small enough for each task to own one.
///
/// ΔW = scale · γ · B·C·A; without a core, C is the identity and γ is 1
///
/// A new adapter changes nothing: B is zero, or C if there is a core.
/// - Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", Section 4.1.
/// - Differs: core and gate are ours, for `TaskReparameterization`: rank² + 1 numbers a task instead of rank (in + out).
/// - Shapes: A [rank, in], B [out, rank], C [rank, rank], γ a number, each with an optional leading task axis.
public struct LowRankAdapter: ParameterTree {
  /// The factor A.
  public var down: Tensor
  /// The factor B.
  public var up: Tensor
  /// The core C, or `nil` if it is the identity.
  public var core: Tensor?
  /// The gate γ, or `nil` if it is 1.
  public var gate: Tensor?
  /// The factor of the product: α / rank in the paper.
  public let scale: Double

  /// Creates an adapter for an [out, in] matrix.
  public init(
    _ inputs: Int, _ outputs: Int, rank: Int, scale: Double = 1, hasCore: Bool = false, using generator: inout Generator
  ) {
    down = .truncatedNormal([rank, inputs], deviation: 1 / Double(inputs).squareRoot(), using: &generator)
    self.scale = scale
    guard hasCore else {
      up = .zeros([outputs, rank])
      return
    }
    up = .truncatedNormal([outputs, rank], deviation: 1 / Double(rank).squareRoot(), using: &generator)
    (core, gate) = (.zeros([rank, rank]), .ones([]))
  }

  /// Returns scale · γ · B·(C·(A·x)).
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var inside = product(x, down)  // [..., rank]
    if let core { inside = product(inside, core) }
    if let gate { inside = inside * aligned(gate, to: inside) }
    let outside = product(inside, up)
    return scale == 1 ? outside : outside * scale
  }

  /// The matrix ΔW: [out, in], or [tasks, out, in] if a part has a task axis.
  public var matrix: Tensor {
    let inside = core.map { $0.matmul(down) } ?? down
    let whole = up.matmul(inside) * scale
    guard let gate else { return whole }
    return gate.rank == 0 ? whole * gate : gate.reshaped(gate.size(0), 1, 1) * whole
  }

  /// Visits A, B and, if present, C and γ.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("down", &down)
    visitor.leaf("up", &up)
    visitor.leaf("core", &core)
    visitor.leaf("gate", &gate)
  }

  private func aligned(_ gate: Tensor, to x: Tensor) -> Tensor {
    gate.rank == 0 ? gate : gate.reshaped([gate.size(0)] + Array(repeating: 1, count: x.rank - 1))
  }
}

extension ParameterTree {
  /// The paths of the weights of all linear layers, which can have adapters.
  public var linearWeights: [String] {
    var copy = self
    var paths: [String] = []
    copy.walkParts(Linear.self) { path, _ in paths.append(path + ".weight") }
    return paths
  }

  /// Returns the network with an adapter of `rank` on each linear layer whose path `pattern` matches.
  public func addingLowRankAdapters(
    rank: Int, scale: Double = 1, hasCore: Bool = false, to pattern: LeafPattern = .everything,
    using generator: inout Generator
  ) -> Self {
    var copy = self
    var stream = generator.split()
    copy.walkParts(Linear.self) { path, layer in
      let weight = layer.weight
      guard pattern.matches(path + ".weight"), weight.rank == 2 else { return }
      layer.adapter = LowRankAdapter(
        weight.size(1), weight.size(0), rank: rank, scale: scale, hasCore: hasCore, using: &stream
      ).map { $0.converted(to: weight.dtype).moved(to: weight.device) }
    }
    return copy
  }

  /// Returns the network with each adapter merged into its weight: the same function, without adapters.
  public func mergingLowRankAdapters() -> Self {
    var copy = self
    copy.walkParts(Linear.self) { _, layer in
      guard let adapter = layer.adapter else { return }
      layer.weight = layer.weight + adapter.matrix
      layer.adapter = nil
    }
    return copy
  }
}
