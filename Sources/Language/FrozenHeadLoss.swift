internal import Networks
internal import Tensors

extension CausalDecoder {
  /// The mean of −ln p over the labels of each text of a batch, in nats: [texts], or [1].
  ///
  /// `learnsHead` says whether the matrix that makes logits is trained. If it is not, the gradient at the features is computed with
  /// the loss, some rows at a time: logits of a whole batch are the largest tensor of a step, and no row but a label's needs any.
  /// - Source: the idea of computing the gradient in the forward pass, Hsu et al. 2024, "Liger Kernel", Section 3.2 (fused linear
  ///   cross-entropy); here without a kernel of its own, as only the features have a gradient.
  func losses(on batch: TextWindows.Batch, learnsHead: Bool) -> Tensor {
    let features = features(of: batch.inputs)  // [..., length, width]
    let texts = batch.counts.count
    let counts = Tensor(batch.counts).moved(to: features.device)
    guard !learnsHead else {
      let nats = Loss.crossEntropy(logits(of: features).converted(to: .float32), batch.labels, .softmax)
      return nats.reshaped(texts, -1).sum(1) / counts
    }
    let width = features.size(-1)
    let labels = batch.labels.reshaped(-1)
    let places = batch.places
    let index = Tensor(places, shape: [places.count]).moved(to: features.device)
    let asked = features.reshaped(-1, width).gathered(0, at: index)  // [labels, width]
    let wanted = labels.gathered(0, at: index)
    var (nats, slopes): ([Tensor], [Tensor]) = ([], [])
    for start in stride(from: 0, to: places.count, by: Self.rowsOfLogits) {
      let length = min(Self.rowsOfLogits, places.count - start)
      let rows = asked.detached().narrowed(0, from: start, length: length).leaf()
      let (own, slope) = withGradient {
        let own = Loss.crossEntropy(
          logits(of: rows).converted(to: .float32), wanted.narrowed(0, from: start, length: length), .softmax)
        return (own, gradients(of: [own.sum()], at: [rows])[0])
      }
      nats.append(own.detached())
      slopes.append(slope)
    }
    // d Σ nats / d features is known: a sum with that slope, shifted to the value, stands for what follows the features.
    let linear = (asked * Tensor.concatenate(slopes, 0)).converted(to: .float32).sum(1)
    let values = linear + (Tensor.concatenate(nats, 0) - linear.detached())  // [labels]
    guard texts > 1 else { return values.sum().reshaped(1) / counts }
    let each = labels.count / texts
    let owners = Tensor(places.map { $0 / each }, shape: [places.count]).moved(to: features.device)
    let isOwn =
      owners.unsqueezed(0) .== Tensor.range(0, Double(texts), dtype: .int64, device: features.device).unsqueezed(1)
    return (values.unsqueezed(0) * isOwn.converted(to: .float32)).sum(1) / counts
  }

  /// Rows whose logits are in memory at once.
  private static var rowsOfLogits: Int { 256 }
}
