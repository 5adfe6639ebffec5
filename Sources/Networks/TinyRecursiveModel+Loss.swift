public import Tensors

extension TinyRecursiveModel {
  /// The loss and accuracy of one supervision step, for each row.
  public struct StepLoss: Sendable {
    /// The mean cross-entropy of the counted tokens + ½ · halting loss: [...].
    public let loss: Tensor
    /// The share of counted tokens that are right: [...].
    public let tokenAccuracy: Tensor
    /// Whether every counted token is right: [...].
    public let isExact: Tensor
  }

  /// Returns the loss of one supervision step.
  ///
  /// L = mean CE(logits, labels) + haltWeight · BCE(halt, answer is right)
  /// - Source: the published code, `ACTLossHead`; the paper's Figure 3 has weight 1 and softmax.
  /// - Shapes: logits [..., length, vocabulary], labels [..., length] with `Loss.ignored` where nothing counts.
  public static func loss(
    of output: Output, labels: Tensor, crossEntropy: Loss.CrossEntropy = .stablemax, haltWeight: Double = 0.5
  ) -> StepLoss {
    let counted = labels .!= Double(Loss.ignored)
    let (hits, total, exact) = withoutGradient {
      let right = output.logits.argmax(-1) .== labels
      let hits = (right .& counted).converted(to: .float32).sum(-1)
      let total = counted.converted(to: .float32).sum(-1)
      return (hits, total.clamped(to: 1...Double.infinity), hits .== total)
    }
    let each = Loss.crossEntropy(output.logits, labels, crossEntropy)
    let halting = Loss.binaryCrossEntropy(output.halt, exact.converted(to: output.halt.dtype))
    let loss = each.sum(-1) / total.converted(to: each.dtype) + haltWeight * halting.converted(to: each.dtype)
    return StepLoss(loss: loss, tokenAccuracy: hits / total, isExact: exact)
  }
}
