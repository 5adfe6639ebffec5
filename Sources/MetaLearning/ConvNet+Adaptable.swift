public import Networks
public import Tensors

extension ConvNet: AdaptableNetwork {
  /// Cross-entropy (or squared error) of each task: [tasks].
  public func losses(on batch: ExampleBatch) -> Tensor { batch.losses(of: outputs(on: batch)) }

  /// [tasks, examples, ways].
  public func outputs(on batch: ExampleBatch) -> Tensor { self(batch.inputs) }

  /// The last block's maps: [tasks, examples, height, width, channels].
  public func features(of batch: ExampleBatch) -> Tensor? { maps(batch.inputs) }

  /// The linear layer is the head; norms stay out of the inner loop.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "conv", leaves: names, head: "head.*", context: context == nil ? nil : "context",
      normalization: "*.norm.*")
    anatomy.featureShape = configuration.map
    anatomy.isTransductive = configuration.normalization.isTransductive
    anatomy.linear = linearWeights
    anatomy.windows = Dictionary(uniqueKeysWithValues: names.filter { $0.hasSuffix("filter.weight") }.map { ($0, 9) })
    return anatomy
  }

  /// The network whose norms are at an inner step and know the task's support images.
  public func at(step: Int, support: ExampleBatch?) -> ConvNet {
    var copy = self
    copy.step = step
    if configuration.normalization == .support { copy.reference = support?.inputs }
    return copy
  }

  /// The network with norms that can be differentiated twice.
  public func preparedForSecondOrder() -> ConvNet {
    var copy = self
    copy.isTwiceDifferentiable = true
    return copy
  }

  /// The population statistics of `running`, of each block, where they were taken.
  public var buffers: [String: Tensor] {
    get {
      var found: [String: Tensor] = [:]
      for (index, block) in blocks.enumerated() {
        if let mean = block.norm.mean { found["blocks.\(index).mean"] = mean }
        if let variance = block.norm.variance { found["blocks.\(index).variance"] = variance }
      }
      return found
    }
    set {
      for index in blocks.indices {
        blocks[index].norm.mean = newValue["blocks.\(index).mean"]
        blocks[index].norm.variance = newValue["blocks.\(index).variance"]
      }
    }
  }

  /// Leaves, statistics and support images converted.
  public func converted(to dtype: DType) -> ConvNet {
    var copy = map { $0.converted(to: dtype) }
    copy.buffers = buffers.mapValues { $0.converted(to: dtype) }
    copy.reference = reference?.converted(to: dtype)
    return copy
  }

  /// The network with the mean and variance that each norm sees over these batches, block after block: exactly the
  /// statistics of the weights as they are, where a running average trails behind them.
  public func calibrated(on batches: [ExampleBatch]) -> ConvNet {
    guard configuration.normalization == .running, !batches.isEmpty else { return self }
    return withoutGradient {
      var copy = self
      var inputs = batches.map(\.inputs)
      for index in blocks.indices {
        var block = copy.blocks[index]
        let rows = inputs.map { block.convolved($0).flattened(0, 3) }  // [all places, channels]
        let count = Double(rows.reduce(0) { $0 + $1.size(0) })
        let mean = rows.dropFirst().reduce(rows[0].sum(0)) { $0 + $1.sum(0) } * (1 / count)
        let square = rows.dropFirst().reduce((rows[0] - mean).squared().sum(0)) { $0 + ($1 - mean).squared().sum(0) }
        (block.norm.mean, block.norm.variance) = (mean, square * (1 / count))
        copy.blocks[index] = block
        inputs = inputs.map { block($0, step: 0, reference: 0) }
      }
      return copy
    }
  }
}
