public import Networks
public import Tensors

extension ConvNet: GivesFeatures, NormalizesByStep {
  /// Returns the cross-entropy (or squared error) of each task: [tasks].
  public func losses(on batch: ExampleBatch) -> Tensor { batch.losses(of: outputs(on: batch)) }

  /// Returns the outputs, [tasks, examples, ways].
  public func outputs(on batch: ExampleBatch) -> Tensor { self(batch.inputs) }

  /// Returns the feature maps of the last block, [tasks, examples, height, width, channels].
  public func features(of batch: ExampleBatch) -> Tensor { maps(batch.inputs) }

  /// The parts: the linear layer is the head; norms stay out of the inner loop.
  public var anatomy: Anatomy {
    var anatomy = Anatomy(
      network: "conv", leaves: names, head: "head.*", context: context == nil ? nil : "context",
      normalization: "*.norm.*")
    anatomy.featureShape = configuration.map
    anatomy.isTransductive = configuration.normalization.isTransductive
    anatomy.linear = linearWeights
    anatomy.kernelPositions = Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix("filter.weight") }.map { ($0, 9) })
    return anatomy
  }

  /// Returns the network with its norms at an inner step and the task's support images.
  public func prepared(forStep step: Int, support: ExampleBatch?) -> ConvNet {
    var copy = self
    copy.step = step
    if configuration.normalization == .support { copy.reference = support?.inputs }
    return copy
  }

  /// Whether the norms use population statistics.
  public var keepsStatistics: Bool { configuration.normalization == .running }

  /// Computes the mean and variance that each norm sees at the step, block after block: exactly the statistics of the
  /// weights as they are, where a running average trails behind them. Statistics of later steps are dropped.
  public mutating func calibrate(step: Int, on adapted: [(network: ConvNet, episodes: EpisodeBatch<ExampleBatch>)]) {
    guard keepsStatistics else { return }
    withoutGradient {
      var inputs = adapted.map { $0.episodes.support.joined(with: $0.episodes.query).inputs }
      for index in blocks.indices {
        let rows = Swift.zip(adapted, inputs).map { $0.network.blocks[index].convolved($1).flattened(0, 3) }
        let count = Double(rows.reduce(0) { $0 + $1.size(0) })  // all positions, of [all positions, channels]
        let mean = rows.dropFirst().reduce(rows[0].sum(0)) { $0 + $1.sum(0) } * (1 / count)
        let square = rows.dropFirst().reduce((rows[0] - mean).squared().sum(0)) { $0 + ($1 - mean).squared().sum(0) }
        blocks[index].norm.append(mean: mean, variance: square * (1 / count), at: step)
        inputs = Swift.zip(adapted, inputs).map { adapted, images in
          var block = adapted.network.blocks[index]
          (block.norm.mean, block.norm.variance) = (blocks[index].norm.mean, blocks[index].norm.variance)
          return block(images, step: step, reference: 0)
        }
      }
    }
  }
}
