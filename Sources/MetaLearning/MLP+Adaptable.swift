public import Networks
public import Tensors

extension MLP: GivesFeatures {
  /// Returns the mean squared error or cross-entropy of each task: [tasks].
  public func losses(on batch: ExampleBatch) -> Tensor { batch.losses(of: outputs(on: batch)) }

  /// Returns the outputs, [tasks, examples, outputs]; inputs of more dimensions are flattened.
  public func outputs(on batch: ExampleBatch) -> Tensor { self(batch.inputs.flattened(2)) }

  /// Returns the input of the last layer, [tasks, examples, width].
  public func features(of batch: ExampleBatch) -> Tensor { hidden(batch.inputs.flattened(2)) }

  /// The parts: the last layer is the head, the context vector the context.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "mlp", leaves: names, head: LeafPattern("layers.\(layers.count - 1).*"),
      context: context == nil ? nil : "context")
    anatomy.featureShape = layers.count > 1 ? [layers[layers.count - 1].weight.size(-1)] : nil
    anatomy.linear = linearWeights
    return anatomy
  }
}
