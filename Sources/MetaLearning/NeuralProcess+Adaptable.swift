public import Networks
internal import Requirements
public import Tensors

extension NeuralProcess: EncodesSupport {
  /// Returns −ln N(y; μ, σ²) in nats, summed over outputs: [tasks].
  public func losses(on batch: ExampleBatch) -> Tensor {
    require(batch.ways == 0, "a neural process regresses, and the batch has \(batch.ways) classes: use an mlp")
    let (mean, deviation) = self(batch.inputs.flattened(2))
    let square = ((batch.targets - mean) / deviation).squared()
    return (square * 0.5 + deviation.log() + Self.halfLogTwoPi).sum(-1).mean(1)
  }

  /// Returns μ, [tasks, examples, outputs].
  public func outputs(on batch: ExampleBatch) -> Tensor { self(batch.inputs.flattened(2)).mean }

  /// Returns the decoder with r of the support set.
  public func conditioned(on support: ExampleBatch) -> NeuralProcess {
    var copy = self
    copy.decoder.context = representation(of: support.inputs.flattened(2), support.targets)
    return copy
  }

  /// The parts: the decoder's last layer is the head, r the context.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "neuralProcess", leaves: names, head: LeafPattern("decoder.layers.\(decoder.layers.count - 1).*"),
      context: "decoder.context")
    anatomy.hasEncoder = true
    return anatomy
  }

  private static let halfLogTwoPi = 0.5 * _logarithm(2 * .pi)
}
