public import Networks
public import Tensors

extension MLP: AdaptableNetwork {
  /// Mean squared error or cross-entropy of each task: [tasks].
  public func losses(on batch: ExampleBatch) -> Tensor { batch.losses(of: outputs(on: batch)) }

  /// [tasks, examples, outputs]; inputs of more dimensions are flattened.
  public func outputs(on batch: ExampleBatch) -> Tensor { self(batch.inputs.flattened(2)) }

  /// What the last layer reads: [tasks, examples, width].
  public func features(of batch: ExampleBatch) -> Tensor? { hidden(batch.inputs.flattened(2)) }

  /// The last layer is the head, the context vector the context.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "mlp", leaves: names, head: LeafPattern("layers.\(layers.count - 1).*"),
      context: context == nil ? nil : "context")
    anatomy.featureShape = layers.count > 1 ? [layers[layers.count - 1].weight.size(-1)] : nil
    anatomy.linear = linearWeights
    return anatomy
  }

  /// The pass that `multilayerMetaGradient` describes; none for classes, with a task axis, a context, an adapter or a
  /// layer without bias.
  public func analyticMetaGradient(
    on episodes: EpisodeBatch<ExampleBatch>, logarithms: [Tensor], shares: [Double], order: DerivativeOrder
  ) -> (loss: Double, gradients: [Tensor])? {
    guard isPlain, episodes.support.ways == 0 else { return nil }
    let (support, query) = (episodes.support, episodes.query)
    return multilayerMetaGradient(
      parameters: tensors, logarithms: logarithms, shares: shares, support: (support.inputs, support.targets),
      query: (query.inputs, query.targets), secondOrder: order == .second)
  }

  /// The pass that `multilayerImplicitGradient` describes; none where there is none for the above. It takes all of its
  /// conjugate steps, whatever `tolerance` says.
  public func analyticImplicitGradient(
    on episodes: EpisodeBatch<ExampleBatch>, logarithms: [Tensor], shares: [Double], options: ImplicitMAMLOptions
  ) -> (loss: Double, gradients: [Tensor])? {
    guard isPlain, episodes.support.ways == 0 else { return nil }
    let (support, query) = (episodes.support, episodes.query)
    return multilayerImplicitGradient(
      parameters: tensors, logarithms: logarithms, shares: shares, regularization: options.proximal,
      damping: options.damping, extraRegularization: options.extraProximal, solverSteps: options.conjugateSteps,
      support: (support.inputs, support.targets), query: (query.inputs, query.targets))
  }

  /// The pass that `multilayerDisplacement` describes; none where there is none for the above.
  public func analyticDisplacement(
    on episodes: EpisodeBatch<ExampleBatch>, logarithms: [Tensor], shares: [Double]
  ) -> (loss: Double, displacement: [Tensor])? {
    guard isPlain, episodes.support.ways == 0 else { return nil }
    let (support, query) = (episodes.support, episodes.query)
    return multilayerDisplacement(
      parameters: tensors, logarithms: logarithms, shares: shares, support: (support.inputs, support.targets),
      query: (query.inputs, query.targets))
  }

  private var isPlain: Bool { layers.allSatisfy { $0.bias != nil && $0.adapter == nil } && context == nil }
}
