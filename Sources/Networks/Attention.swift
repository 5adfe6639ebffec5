internal import Foundation
public import Randomness
internal import Requirements
public import Tensors

/// Full multi-head self-attention with one matrix for queries, keys and values; no mask, no bias.
///
/// softmax(Q·Kᵀ/√d)·V
/// - Source: Vaswani et al. 2017, Equation 1; rotary positions: Su et al. 2021, "RoFormer", Equation 34.
/// - Shapes: [..., length, width] to the same.
public struct Attention: ParameterTree {
  /// The weights of queries, keys and values, [3 · width, width].
  public var queryKeyValue: Linear
  /// The output weights, [width, width].
  public var out: Linear
  /// The number of heads that share the width.
  public let heads: Int

  /// Creates attention over tokens of this width.
  public init(_ width: Int, heads: Int, using generator: inout Generator) {
    require(width % heads == 0, "a width of \(width) does not divide into \(heads) heads")
    queryKeyValue = Linear(width, 3 * width, using: &generator)
    out = Linear(width, width, using: &generator)
    self.heads = heads
  }

  /// Applies attention: by a fused kernel, or in `withSecondOrder` by operations that can be differentiated twice.
  public func callAsFunction(_ x: Tensor, rotary: RotaryTable?, bias: Tensor? = nil) -> Tensor {
    let shape = x.shape
    let (length, width) = (shape[shape.count - 2], shape[shape.count - 1])
    let (q, k, v) = parts(queryKeyValue(x).reshaped(-1, length, 3 * width), rotary)  // [rows, heads, length, d]
    let mixed: Tensor
    if isSecondOrder {
      var scores = q.matmul(k.transposed()) * (1 / Double(width / heads).squareRoot())
      if let bias { scores = scores + bias }
      mixed = scores.softmax(-1).matmul(v)
    } else {
      mixed = .fusedAttention(q, k, v, bias: bias)
    }
    return out(mixed.transposed(1, 2).reshaped(shape))
  }

  private func parts(_ x: Tensor, _ rotary: RotaryTable?) -> (Tensor, Tensor, Tensor) {
    if x.isFusible, rotary.map({ $0.cosines.dtype == x.dtype }) ?? true {
      return x.attentionParts(heads: heads, angles: rotary.map { ($0.cosines, $0.sines) })
    }
    let parts = x.reshaped(x.size(0), x.size(1), 3, heads, -1).permuted(2, 0, 3, 1, 4)
    return (rotary?(parts[0]) ?? parts[0], rotary?(parts[1]) ?? parts[1], parts[2])
  }

  /// Visits both matrices.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("queryKeyValue", &queryKeyValue)
    visitor.branch("out", &out)
  }
}

/// The cosines and sines of the angles by which rotary positions rotate each pair of features.
///
/// x·cos(pθᵢ) + rotateHalf(x)·sin(pθᵢ), θᵢ = base^(−2i/d)
/// - Shapes: [length, d].
public struct RotaryTable: Sendable {
  let cosines: Tensor
  let sines: Tensor

  /// Creates the angles for `width` features of a head. With two coordinates for a position, the first half of the
  /// features is rotated by the row and the second by the column.
  public init(_ positions: [[Int]], width: Int, base: Double = 10_000, dtype: DType = .float32, device: Device = .cpu) {
    let axes = positions.first?.count ?? 1
    let share = width / axes
    require(share % 2 == 0, "rotary positions need an even share of features: \(width) for \(axes) axes")
    var angles: [Float] = []
    for position in positions {
      let half = position.flatMap { coordinate in
        // In float32 throughout, as the published code: angles of positions far out differ in float64.
        (0..<(share / 2)).map { Float(coordinate) * (1 / powf(Float(base), Float(2 * $0) / Float(share))) }
      }
      angles += half + half
    }
    let table = Tensor(angles, shape: [positions.count, width]).converted(to: dtype).moved(to: device)
    (cosines, sines) = (table.cos(), table.sin())
  }

  /// Returns queries or keys [..., length, d] rotated.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let halves = x.split(2, -1)
    return x * cosines + Tensor.concatenate([-halves[1], halves[0]], -1) * sines
  }
}
