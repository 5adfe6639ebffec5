public import Randomness
internal import Requirements
public import Tensors

/// Blocks of 3 × 3 convolution, norm, ReLU and downsampling, then one linear layer: the network of few-shot
/// classification.
///
/// - Source: "Conv-4" of Vinyals et al. 2016, "Matching Networks", Section 4.1; Finn et al. 2017, Section 5.2, whose
///   Omniglot network halves by strides and averages what is left of the image.
/// - Differs: convolutions have no bias, which the norm after them would cancel.
/// - Shapes: images [tasks, examples, height, width, channels] to [tasks, examples, ways]. Leaves may carry a task axis.
public struct ConvNet: ParameterTree {
  /// The sizes.
  public let configuration: ConvNetConfiguration
  /// The context that a task can own, [context] or [tasks, context], or `nil` if there is none.
  public var context: Tensor?
  /// The map from context to a scale and a shift of each channel of the last block, or `nil` without a context.
  public var film: Linear?
  /// The blocks, first to last.
  public var blocks: [ConvBlock]
  /// The linear layer from channels to classes.
  public var head: Linear
  /// The inner step of the norms.
  public var step = 0
  /// The support images whose statistics normalize queries, or `nil` but for `support`.
  public var reference: Tensor?

  /// Creates a network with uniform weights: Glorot's for convolutions, ±1/√in for the head.
  public init(_ configuration: ConvNetConfiguration, using generator: inout Generator) {
    let c = configuration
    self.configuration = c
    blocks = (0..<c.blocks).map { ConvBlock(c, index: $0, using: &generator) }
    let bound = 1 / Double(c.filters).squareRoot()
    head = Linear(
      weight: .uniform([c.ways, c.filters], low: -bound, high: bound, using: &generator), bias: .zeros([c.ways]))
    guard c.context > 0 else { return }
    context = .zeros([c.context])
    film = Linear(c.context, 2 * c.filters, bias: true, using: &generator)
  }

  /// Returns the logits of the classes.
  public func callAsFunction(_ images: Tensor) -> Tensor { head(maps(images).mean(2, 3)) }

  /// Returns the feature maps of the last block: [tasks, examples, height, width, channels].
  public func maps(_ images: Tensor) -> Tensor {
    require(
      images.rank == 5 && Array(images.shape.suffix(3)) == configuration.image,
      "images \(images.shape) must be [tasks, examples] of \(configuration.image)")
    let seen = configuration.normalization == .support ? reference : nil
    let start = seen.map { Tensor.concatenate([$0, images], 1) } ?? images
    var x = blocks.reduce(start) { $1($0, step: step, reference: seen?.size(1) ?? 0) }
    if let context, let film {
      let own = context.rank == 2 ? context : context.unsqueezed(0).expanded([x.size(0), context.size(0)])
      let turn = film(own)  // [tasks, 2·channels]
      let (scale, shift) = (turn.split(2, -1)[0] + 1, turn.split(2, -1)[1])
      x = x * acrossRows(scale, rank: 5) + acrossRows(shift, rank: 5)
    }
    return seen.map { x.narrowed(1, from: $0.size(1), length: images.size(1)) } ?? x
  }

  /// Visits context, blocks and head.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("context", &context)
    visitor.branch("film", &film)
    visitor.branch("blocks", &blocks)
    visitor.branch("head", &head)
  }
}

/// A 3 × 3 convolution, norm and ReLU, with optional downsampling.
///
/// A convolution is a linear layer over patches, so that it takes a task axis and low-rank adapters like any other.
/// - Shapes: [tasks, examples, height, width, in] to [tasks, examples, height′, width′, out]; filter [out, 9 · in].
public struct ConvBlock: ParameterTree {
  /// The convolution.
  public var filter: Linear
  /// The norm after it.
  public var norm: TaskNorm
  private let stride: Int
  private let pools: Bool

  init(_ c: ConvNetConfiguration, index: Int, using generator: inout Generator) {
    let inputs = index == 0 ? c.image[2] : c.filters
    let bound = (6 / Double(9 * (inputs + c.filters))).squareRoot()
    filter = Linear(weight: .uniform([c.filters, 9 * inputs], low: -bound, high: bound, using: &generator))
    norm = TaskNorm(c.filters, mode: c.normalization, steps: c.hasStepNorms ? c.normSteps : 1)
    let halves = index < c.halvings
    stride = halves && c.downsampling == .stride ? 2 : 1
    pools = halves && c.downsampling == .pool
  }

  /// Applies the block; the first `reference` examples of each task are its support set.
  public func callAsFunction(_ x: Tensor, step: Int, reference: Int) -> Tensor {
    let y = convolved(x)  // [tasks, examples, height, width, out]
    let (tasks, examples, height, width) = (y.size(0), y.size(1), y.size(2), y.size(3))
    let rows = y.reshaped(tasks, examples * height * width, -1)
    let normal = norm(rows, step: step, reference: reference * height * width, examples: examples)
    guard pools else { return normal.reshaped(tasks, examples, height, width, -1) }
    return normal.reshaped(tasks * examples, height, width, -1).maxPooled()
      .reshaped(tasks, examples, height / 2, width / 2, -1)
  }

  /// Returns the convolution alone.
  public func convolved(_ x: Tensor) -> Tensor {
    let images = x.flattened(0, 1)
    guard filter.adapter != nil else {
      let y = images.convolvedChannelsLast(filter.weight, size: 3, stride: stride, padding: 1)
      return y.reshaped(x.size(0), x.size(1), y.size(1), y.size(2), y.size(3))
    }
    let patches = images.patches(size: 3, stride: stride, padding: 1)  // [images, height, width, 9·in]
    let y = filter(patches.reshaped(x.size(0), -1, patches.size(-1)))
    return y.reshaped(x.size(0), x.size(1), patches.size(1), patches.size(2), -1)
  }

  /// Visits the filter, the norm, and the norm's population statistics if there are some.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("filter", &filter)
    visitor.branch("norm", &norm)
    visitor.buffer("mean", &norm.mean)
    visitor.buffer("variance", &norm.variance)
  }
}
