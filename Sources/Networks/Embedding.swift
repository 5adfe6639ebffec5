public import Randomness
public import Tensors

/// A table of vectors looked up by integers.
///
/// - Shapes: table [count, width] at index [...] gives [..., width]; with a table [tasks, count, width] the index is
///   [tasks, ...] and each task reads its own rows.
public struct Embedding: ParameterTree {
  /// The table, [count, width] or [tasks, count, width].
  public var weight: Tensor

  /// Creates a table from a truncated normal distribution of deviation 1/√width (or `deviation`).
  public init(_ count: Int, _ width: Int, deviation: Double? = nil, using generator: inout Generator) {
    weight = .truncatedNormal(
      [count, width], deviation: deviation ?? 1 / Double(width).squareRoot(), using: &generator)
  }

  /// Returns the rows at `index`.
  public func callAsFunction(_ index: Tensor) -> Tensor {
    guard weight.rank == 3 else { return weight.rows(at: index) }
    let tasks = weight.size(0)
    let count = weight.size(1)
    let offset = Tensor.range(0, Double(tasks), dtype: index.dtype, device: index.device) * Double(count)
    let shifted = index + offset.reshaped([tasks] + Array(repeating: 1, count: index.rank - 1))
    return weight.reshaped(tasks * count, -1).rows(at: shifted)
  }

  /// Visits the table.
  public mutating func visit(_ visitor: inout ParameterVisitor) { visitor.leaf("weight", &weight) }
}
