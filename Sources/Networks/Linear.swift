public import Randomness
internal import Requirements
public import Tensors

/// A linear layer, y = x·Wᵀ + b, where W may have a task axis and a low-rank adapter.
///
/// - Shapes: W [out, in] and x [..., in] give [..., out]. With W [tasks, out, in], x is [tasks, ..., in] and each task
///   has its own matrix: one batched product, no loop.
public struct Linear: ParameterTree {
  private var dense: Tensor?
  /// The weight in few bits, which is a buffer then and no leaf; `nil` where it is a leaf.
  public private(set) var quantized: QuantizedMatrix?
  /// The bias, [out] or [tasks, out], or `nil` if there is none.
  public var bias: Tensor?
  /// The adapter, or `nil` if there is none.
  public var adapter: LowRankAdapter?

  /// Creates a layer of these parameters.
  public init(weight: Tensor, bias: Tensor? = nil) {
    dense = weight
    self.bias = bias
  }

  /// Creates a layer whose weight stays in few bits: it is not learned, but adapters beside it are.
  public init(quantized: QuantizedMatrix, bias: Tensor? = nil) {
    self.quantized = quantized
    self.bias = bias
  }

  /// The weight, [out, in] or [tasks, out, in]. A quantized weight is made anew each time it is read, and is no longer one once set.
  public var weight: Tensor {
    get { dense ?? quantized?.dequantized ?? Tensor.zeros([]) }
    set { (dense, quantized) = (newValue, nil) }
  }

  /// Creates a layer with TRM's initialization: truncated normal of deviation 1/√in (or `deviation`), bias 0.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = false, deviation: Double? = nil, using generator: inout Generator
  ) {
    dense = .truncatedNormal(
      [outputs, inputs], deviation: deviation ?? 1 / Double(inputs).squareRoot(), using: &generator)
    self.bias = bias ? .zeros([outputs]) : nil
  }

  /// Applies the layer.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let y = quantized.map { addingBias($0.product(x), bias) } ?? product(x, weight, bias)
    return adapter.map { y + $0(x) } ?? y
  }

  /// Applies the layer by libtorch's matrix product, whichever is faster: equal up to rounding, which without bias and
  /// adapter is PyTorch's.
  public func plainly(_ x: Tensor) -> Tensor {
    let (shape, weight) = (x.shape, weight)
    require(
      weight.rank == 2 || shape.first == weight.size(0),
      "a weight \(weight.shape) with \(weight.size(0)) tasks meets an input \(shape): put the tasks first")
    let rows = weight.rank == 3 ? x.reshaped(weight.size(0), -1, shape[shape.count - 1]) : x
    let product = rows.matmul(weight.transposed()).reshaped(Array(shape.dropLast()) + [weight.size(-2)])
    let y = addingBias(product, bias)
    return adapter.map { y + $0(x) } ?? y
  }

  /// Visits weight, bias and adapter.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("weight", &dense)
    if quantized != nil { visitor.buffer("weight.blocks", &quantized!.blocks) }
    visitor.leaf("bias", &bias)
    visitor.branch("lora", &adapter)
  }
}

/// Returns x·Wᵀ + b with or without a task axis on W and b.
func product(_ x: Tensor, _ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
  if let bias, bias.rank == 2, weight.rank == 2 { return addingBias(x.linear(weight), bias) }
  return x.linear(weight, bias)
}

/// Returns y + b, with b [features] or [tasks, features].
func addingBias(_ y: Tensor, _ bias: Tensor?) -> Tensor {
  guard let bias else { return y }
  return y + acrossRows(bias, rank: y.rank)
}

/// Returns a vector leaf [features] or [tasks, features] reshaped to broadcast against [tasks, …, features].
func acrossRows(_ leaf: Tensor, rank: Int) -> Tensor {
  guard leaf.rank == 2 else { return leaf }
  return leaf.reshaped([leaf.size(0)] + Array(repeating: 1, count: rank - 2) + [leaf.size(1)])
}
