internal import Tensors

/// What the layers of one kind see in one forward pass: the angles of the positions and what is added to scores.
struct AttentionView: Sendable {
  /// `nil` for learned positions.
  let rotary: RotaryTable?
  /// [1 or rows, 1, groups · length, keys]: 0, and −∞ where a query must not see a key; `nil` where each sees all.
  let bias: Tensor?
}

/// Which keys the tokens of a forward pass see.
struct AttentionMask {
  /// Tokens that are read.
  let length: Int
  /// Keys that the cache has already.
  let past: Int
  /// [rows, past + length]: true at tokens, false at padding; `nil` without padding.
  let tokens: Tensor?
  let device: Device

  /// What is added to the scores of layers with a window, if any, in which `groups` heads of queries stand one after another.
  ///
  /// A query that would see nothing sees everything: its output is not used, but must not be NaN.
  func bias(window: Int?, groups: Int, dtype: DType) -> Tensor? {
    let keys = past + length
    let reachesAll = window.map { keys <= $0 } ?? true
    if length == 1, tokens == nil, reachesAll { return nil }
    let row = Tensor.range(Double(past), Double(keys), dtype: .int64, device: device).unsqueezed(1)  // [length, 1]
    let column = Tensor.range(0, Double(keys), dtype: .int64, device: device).unsqueezed(0)  // [1, keys]
    var hidden = column .> row  // [length, keys]
    if let window, !reachesAll {
      // Tokens are counted, not places: padding between them takes no room in a window.
      let order = tokens.map { $0.converted(to: .int64).cumulativeSum(1) } ?? column  // [rows or 1, keys]
      let own = order.narrowed(1, from: past, length: length).unsqueezed(2)  // [rows or 1, length, 1]
      hidden = hidden .| (order.unsqueezed(1) .< (own - Double(window - 1)))
    }
    if let tokens {
      hidden = hidden .| tokens.not().unsqueezed(1)  // [rows, length, keys]
      hidden = hidden .& hidden.all(-1, keeping: true).not()
    }
    let bias = hidden.select(
      Tensor(-Double.infinity, dtype: dtype, device: device), else: Tensor(0, dtype: dtype, device: device))
    let placed = bias.reshaped(-1, 1, length, keys)
    return groups == 1 ? placed : placed.repeated([1, 1, groups, 1])
  }
}
