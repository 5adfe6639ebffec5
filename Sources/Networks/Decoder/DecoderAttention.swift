public import Tensors

/// Causal attention of a decoder: heads of queries that share heads of keys and values, rotary positions, norms of queries
/// and keys where a family has them.
///
/// softmax(scale · Q·Kᵀ + mask)·V
/// - Source: Vaswani et al. 2017, Equation 1; Ainslie et al. 2023, "GQA"; Henry et al. 2020, "Query-Key Normalization".
/// - Shapes: [..., length, width] to the same.
public struct DecoderAttention: ParameterTree {
  /// All three, [(heads + 2 · keyValueHeads) · headWidth, width], where they are one matrix.
  public var queryKeyValue: Linear?
  /// [heads · headWidth, width], where it has a matrix of its own.
  public var query: Linear?
  /// [keyValueHeads · headWidth, width], where it has a matrix of its own.
  public var key: Linear?
  /// [keyValueHeads · headWidth, width], where it has a matrix of its own.
  public var value: Linear?
  /// The norm of each head's query.
  public var queryNorm: DecoderNorm?
  /// The norm of each head's key.
  public var keyNorm: DecoderNorm?
  /// [width, heads · headWidth].
  public var out: Linear
  /// Heads of queries.
  public let heads: Int
  /// Heads of keys and values.
  public let keyValueHeads: Int
  /// Features a head.
  public let headWidth: Int
  /// The factor of the scores.
  public let scale: Double

  init(
    _ c: DecoderConfiguration, layer: Int, _ linear: (_ inputs: Int, _ outputs: Int, _ hasBias: Bool) -> Linear,
    _ norm: (_ width: Int) -> DecoderNorm
  ) {
    (heads, keyValueHeads, headWidth) = (c.heads, c.keyValueHeads, c.headWidth)
    scale = (c.attentionScale ?? 1 / Double(c.headWidth).squareRoot()) / (c.scalesByLayer ? Double(layer + 1) : 1)
    let (queries, keys) = (c.heads * c.headWidth, c.keyValueHeads * c.headWidth)
    let hasBias = c.attentionBiases != .none
    if c.joinsProjections {
      queryKeyValue = linear(c.width, queries + 2 * keys, hasBias)
    } else {
      query = linear(c.width, queries, hasBias)
      key = linear(c.width, keys, hasBias)
      value = linear(c.width, keys, hasBias)
    }
    if c.hasQueryKeyNorms { (queryNorm, keyNorm) = (norm(c.headWidth), norm(c.headWidth)) }
    out = linear(queries, c.width, c.attentionBiases == .all)
  }

  /// Attends: by a fused kernel, or in `withSecondOrder` by operations that can be differentiated twice.
  func callAsFunction(_ x: Tensor, _ view: AttentionView, _ cache: inout KeyValueCache?, layer: Int) -> Tensor {
    let shape = x.shape
    let length = shape[shape.count - 2]
    var (q, k, v) = parts(x, view.rotary)  // [rows, heads, length, d], k and v of keyValueHeads
    let pages = cache?.appending(k, v, to: layer)
    // The heads that share keys stand one after another, as more queries of one head: nothing is copied.
    let groups = heads / keyValueHeads
    if groups > 1 { q = q.reshaped(-1, keyValueHeads, groups * length, headWidth) }
    let isPaged = !isSecondOrder && length <= KeyValuePages.mostQueries && pages.map { $0.keys.count > 1 } ?? false
    if let pages, !isPaged { (k, v) = pages.joined(rows: q.size(0)) }
    let mixed: Tensor
    if let pages, isPaged {
      mixed = pages.attention(q, scale: scale, bias: view.bias)
    } else if isSecondOrder {
      var scores = q.matmul(k.transposed()) * scale
      if let bias = view.bias { scores = scores + bias }
      mixed = scores.softmax(-1).matmul(v)
    } else {
      let factor = scale * Double(headWidth).squareRoot()  // the kernel divides by √d itself
      if abs(factor - 1) > 1e-12 { q = q * factor }
      mixed = .fusedAttention(q, k, v, bias: view.bias)
    }
    let apart = groups > 1 ? mixed.reshaped(-1, heads, length, headWidth) : mixed
    return out(apart.transposed(1, 2).reshaped(shape.dropLast() + [heads * headWidth]))
  }

  private func parts(_ x: Tensor, _ rotary: RotaryTable?) -> (Tensor, Tensor, Tensor) {
    let lead = Array(x.shape.dropLast())
    func apart(_ y: Tensor, _ count: Int, _ norm: DecoderNorm?, turns: Bool) -> Tensor {
      var y = y.reshaped(lead + [count, headWidth])
      if let norm { y = norm(y) }
      y = y.reshaped(-1, lead[lead.count - 1], count, headWidth).transposed(1, 2)
      return turns ? rotary?.turning(y) ?? y : y
    }
    guard let queryKeyValue else {
      guard let query, let key, let value else { return (x, x, x) }
      return (
        apart(query(x), heads, queryNorm, turns: true), apart(key(x), keyValueHeads, keyNorm, turns: true),
        apart(value(x), keyValueHeads, nil, turns: false)
      )
    }
    let all = queryKeyValue(x)
    if suitsKernel(all, rotary) {
      return all.reshaped(-1, lead[lead.count - 1], 3 * heads * headWidth).attentionParts(
        heads: heads, angles: rotary.map { ($0.cosines, $0.sines) })
    }
    let (queries, keys) = (heads * headWidth, keyValueHeads * headWidth)
    return (
      apart(all.narrowed(-1, from: 0, length: queries), heads, queryNorm, turns: true),
      apart(all.narrowed(-1, from: queries, length: keys), keyValueHeads, keyNorm, turns: true),
      apart(all.narrowed(-1, from: queries + keys, length: keys), keyValueHeads, nil, turns: false)
    )
  }

  /// Whether the kernel that parts and turns in one pass takes these.
  private func suitsKernel(_ x: Tensor, _ rotary: RotaryTable?) -> Bool {
    guard heads == keyValueHeads, queryNorm == nil, x.isFusible else { return false }
    guard let rotary else { return true }
    return rotary.cosines.rank == 2 && rotary.width == headWidth && rotary.cosines.dtype == x.dtype
  }

  /// Visits the matrices and norms.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("queryKeyValue", &queryKeyValue)
    visitor.branch("query", &query)
    visitor.branch("key", &key)
    visitor.branch("value", &value)
    visitor.branch("queryNorm", &queryNorm)
    visitor.branch("keyNorm", &keyNorm)
    visitor.branch("out", &out)
  }
}
