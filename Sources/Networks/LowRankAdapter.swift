public import Randomness
public import Tensors

/// A low-rank addition to a linear map, small enough to own one per task.
///
/// ΔW = scale · B·A, with B zero at first so that nothing changes until it learns.
/// - Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", Section 4.1.
/// - Shapes: A [rank, in], B [out, rank], each with an optional leading task axis.
public struct LowRankAdapter: ParameterTree {
  /// A.
  public var down: Tensor
  /// B.
  public var up: Tensor
  /// What the product is multiplied by: α / rank in the paper.
  public let scale: Double

  /// An adapter for a [out, in] matrix.
  public init(_ inputs: Int, _ outputs: Int, rank: Int, scale: Double = 1, using generator: inout Generator) {
    down = .truncatedNormal([rank, inputs], deviation: 1 / Double(inputs).squareRoot(), using: &generator)
    up = .zeros([outputs, rank])
    self.scale = scale
  }

  /// scale · B·(A·x).
  public func callAsFunction(_ x: Tensor) -> Tensor {
    product(product(x, down), up) * scale
  }

  /// Shows A and B.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("down", &down)
    visitor.leaf("up", &up)
  }
}

extension ParameterTree {
  /// This network with an adapter of `rank` on each linear layer whose path `pattern` selects.
  public func addingLowRankAdapters(
    rank: Int, scale: Double = 1, to pattern: LeafPattern = .everything, using generator: inout Generator
  ) -> Self {
    var copy = self
    var stream = generator.split()
    copy.walkParts(Linear.self) { path, layer in
      guard pattern.matches(path + ".weight"), layer.weight.rank == 2 else { return }
      layer.adapter = LowRankAdapter(
        layer.weight.size(1), layer.weight.size(0), rank: rank, scale: scale, using: &stream)
    }
    return copy
  }

  /// This network with each adapter folded into its weight: the same function, no adapter.
  public func mergingLowRankAdapters() -> Self {
    var copy = self
    copy.walkParts(Linear.self) { _, layer in
      guard let adapter = layer.adapter else { return }
      layer.weight = layer.weight + adapter.up.matmul(adapter.down) * adapter.scale
      layer.adapter = nil
    }
    return copy
  }
}
