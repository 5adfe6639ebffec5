/// The sizes of a `ConvNet`.
public struct ConvNetConfiguration: Hashable, Codable, Sendable {
  /// The method by which a block downsamples the image.
  public enum Downsampling: String, CaseIterable, Codable, Sendable {
    /// The convolution's stride of 2, as in MAML's Omniglot network.
    case stride
    /// A 2 × 2 max pooling after it, as in Prototypical Networks and MAML++.
    case pool
  }

  /// The height, width and channels of an image.
  public var image = [28, 28, 1]
  /// The number of channels of each block.
  public var filters = 64
  /// The number of blocks.
  public var blocks = 4
  /// The method by which a block downsamples the image.
  public var downsampling = Downsampling.stride
  /// The number of first blocks that downsample it.
  public var halvings = 4
  /// The statistics that the norms use.
  public var normalization = Normalization.transductive
  /// Whether norms have a scale and a shift for each inner step.
  /// - Source: Antoniou et al. 2019, "How to Train Your MAML", Section 4 (BNWB).
  public var hasStepNorms = false
  /// The number of such steps, including the start; later steps take the last. Trainers set it from `inner.steps`.
  public var normSteps = 6
  /// The number of classes of an episode.
  public var ways = 5
  /// The width of a context that scales and shifts the last block's channels; 0 for none.
  public var context = 0

  /// Creates the default configuration: MAML's Omniglot network.
  public init() {}

  /// The height, width and channels of the last block's feature maps.
  public var map: [Int] {
    image.prefix(2).map { side in
      (0..<halvings).reduce(side) { side, _ in downsampling == .stride ? (side + 1) / 2 : side / 2 }
    } + [filters]
  }

  /// The first impossible size, or `nil` if all are possible.
  public var problem: String? {
    if image.count != 3 || image.contains(where: { $0 < 1 }) {
      return "image \(image) must be height, width and channels"
    }
    if filters < 1 || blocks < 1 || ways < 2 || context < 0 || normSteps < 1 || !(0...blocks).contains(halvings) {
      return "filters, blocks and normSteps must be positive, ways at least 2, halvings at most blocks (\(blocks))"
    }
    if normalization == .group, filters % TaskNorm.groups != 0 {
      return "group norm needs a multiple of \(TaskNorm.groups) filters, not \(filters)"
    }
    return map.allSatisfy { $0 > 0 } ? nil : "\(halvings) halvings leave nothing of an image \(image[0]) × \(image[1])"
  }
}
