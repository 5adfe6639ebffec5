public import Networks
public import Tensors

/// A network that can compute the loss of given outputs.
public protocol JudgesOutputs<Batch>: AdaptableNetwork {
  /// Returns the mean loss of each task, [tasks], of outputs for the examples of a batch.
  func losses(of outputs: Tensor, on batch: Batch) -> Tensor
}

extension JudgesOutputs where Batch == ExampleBatch {
  /// Returns the mean cross-entropy in nats, or the mean squared error.
  public func losses(of outputs: Tensor, on batch: ExampleBatch) -> Tensor { batch.losses(of: outputs) }
}

extension MLP: JudgesOutputs {}
extension ConvNet: JudgesOutputs {}
extension NeuralProcess: JudgesOutputs {}

extension TinyRecursiveModel: JudgesOutputs {
  /// Returns the mean over a task's rows of the mean cross-entropy of the cells that count, in nats; NaN for a row in
  /// which none counts.
  public func losses(of outputs: Tensor, on batch: TokenBatch) -> Tensor {
    let each = Loss.crossEntropy(outputs, batch.labels, configuration.loss).converted(to: .float64)
    let counted = (batch.labels .!= Double(Loss.ignored)).converted(to: .float64).sum(-1)
    return (each.sum(-1) / counted).mean(-1)
  }
}
