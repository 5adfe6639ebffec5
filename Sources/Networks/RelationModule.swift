public import Randomness
internal import Requirements
public import Tensors

/// A learned similarity of two examples, from their concatenated features.
///
/// g([a, b]), before the sigmoid
///
/// Maps go through two blocks of convolution, which downsample them while they can, then through two
/// linear layers; vectors through the linear layers alone.
/// - Source: Sung et al. 2018, "Learning to Compare", Section 3.4 and Figure 2. <https://arxiv.org/abs/1711.06025>
/// - Shapes: features [tasks, queries, ways, height, width, channels] or [tasks, queries, ways, width] give
///   [tasks, queries, ways].
public struct RelationModule: ParameterTree {
  /// The convolutions; empty for vectors.
  public var blocks: [ConvBlock]
  /// The two linear layers with ReLU between them.
  public var layers: MLP

  /// Creates a module for features of this shape, with a hidden layer of this width.
  public init(
    _ features: [Int], width: Int, normalization: Normalization = .transductive, using generator: inout Generator
  ) {
    require(
      features.count == 1 || features.count == 3,
      "features \(features) must be [width] or [height, width, channels]")
    guard features.count == 3 else {
      blocks = []
      layers = MLP([2 * features[0], width, 1], using: &generator)
      return
    }
    var c = ConvNetConfiguration()
    (c.image, c.filters, c.blocks) = ([features[0], features[1], 2 * features[2]], features[2], 2)
    (c.downsampling, c.normalization) = (.pool, normalization)
    c.halvings = min(features[0], features[1]) / 4 > 0 ? 2 : min(features[0], features[1]) / 2
    blocks = (0..<c.blocks).map { ConvBlock(c, index: $0, using: &generator) }
    layers = MLP([c.map.reduce(1, *), width, 1], using: &generator)
  }

  /// Returns the similarity of each pair.
  public func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor {
    let pairs = Tensor.concatenate([a, b], -1)
    guard !blocks.isEmpty else { return layers(pairs).squeezed(-1) }
    let maps = blocks.reduce(pairs.flattened(1, 2)) { $1($0, step: 0, reference: 0) }  // [tasks, queries · ways, …]
    return layers(maps.flattened(2)).reshaped(Array(pairs.shape.prefix(3)))
  }

  /// Visits the blocks and layers.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("blocks", &blocks)
    visitor.branch("layers", &layers)
  }
}
