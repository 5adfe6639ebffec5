public import Randomness
public import Tensors

/// A table of vectors looked up by integers.
///
/// - Shapes: table [count, width] at index [...] gives [..., width]; with a table [tasks, count, width] the index is
///   [tasks, ...] and each task reads its own rows.
public struct Embedding: ParameterTree {
  private var dense: Tensor?
  /// The table in few bits, which is a buffer then and no leaf; `nil` where it is a leaf.
  public private(set) var quantized: QuantizedMatrix?

  /// Creates a table of these numbers.
  public init(weight: Tensor) { dense = weight }

  /// Creates a table that stays in few bits and is not learned.
  public init(quantized: QuantizedMatrix) { self.quantized = quantized }

  /// The table, [count, width] or [tasks, count, width]. A quantized table is made anew each time it is read, and is no longer one once
  /// set.
  public var weight: Tensor {
    get { dense ?? quantized?.dequantized ?? Tensor.zeros([]) }
    set { (dense, quantized) = (newValue, nil) }
  }

  /// Creates a table from a truncated normal distribution of deviation 1/√width (or `deviation`).
  public init(_ count: Int, _ width: Int, deviation: Double? = nil, using generator: inout Generator) {
    dense = .truncatedNormal(
      [count, width], deviation: deviation ?? 1 / Double(width).squareRoot(), using: &generator)
  }

  /// Returns the rows at `index`.
  public func callAsFunction(_ index: Tensor) -> Tensor {
    if let quantized { return quantized.rows(at: index) }
    let weight = weight
    guard weight.rank == 3 else { return weight.rows(at: index) }
    let tasks = weight.size(0)
    let count = weight.size(1)
    let offset = Tensor.range(0, Double(tasks), dtype: index.dtype, device: index.device) * Double(count)
    let shifted = index + offset.reshaped([tasks] + Array(repeating: 1, count: index.rank - 1))
    return weight.reshaped(tasks * count, -1).rows(at: shifted)
  }

  /// Visits the table.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("weight", &dense)
    if quantized != nil { visitor.buffer("weight.blocks", &quantized!.blocks) }
  }
}
