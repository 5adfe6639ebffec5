public import Tensors

/// Losses over the last dimension, one number for each position; the caller averages.
public enum Loss {
  /// The label of a position that no loss counts.
  public static let ignored = -100

  /// The normalization that turns logits into a distribution.
  public enum CrossEntropy: String, CaseIterable, Codable, Sendable {
    /// The softmax, eˣ / Σ eˣ.
    case softmax
    /// The stablemax, s(x) / Σ s(x), s(x) = x + 1 for x ≥ 0 and 1 / (1 − x) below, in float64.
    /// - Source: Prieto et al. 2025, "Grokking at the Edge of Numerical Stability", Definition 3; TRM's default.
    case stablemax
  }

  /// Returns −ln p(label) at each position, 0 where the label is `ignored`.
  /// - Shapes: logits [..., classes], labels [...] (int64) give [...], in the dtype the normalization computes in.
  public static func crossEntropy(_ logits: Tensor, _ labels: Tensor, _ kind: CrossEntropy) -> Tensor {
    let counted = labels .!= Double(ignored)
    let index = counted.select(labels, else: Tensor.zeros(like: labels)).unsqueezed(-1)
    let logProbabilities =
      switch kind {
      case .softmax: logits.logSoftmax(-1)
      case .stablemax: logStablemax(logits.converted(to: .float64))
      }
    let picked = logProbabilities.taking(-1, at: index).squeezed(-1)
    return -picked * counted.converted(to: picked.dtype)
  }

  static func logStablemax(_ x: Tensor) -> Tensor {
    // Each branch sees only the half-line on which it is finite, so that neither poisons the other's gradient.
    let positive = x.clamped(to: 0...Double.infinity) + 1
    let negative = ((1 + 1e-30) - x.clamped(to: -Double.infinity...0)).reciprocal()
    let s = (x .>= 0).select(positive, else: negative)
    return (s / s.sum(-1, keeping: true)).log()
  }

  /// Returns −y ln σ(x) − (1 − y) ln(1 − σ(x)), elementwise.
  public static func binaryCrossEntropy(_ logits: Tensor, _ targets: Tensor) -> Tensor {
    -(targets * logits.logSigmoid() + (1 - targets) * (-logits).logSigmoid())
  }
}
