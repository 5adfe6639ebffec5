/// The configuration of a `TinyRecursiveModel`. The defaults are small; `published` is the paper's.
public struct TinyRecursiveConfiguration: Hashable, Codable, Sendable {
  /// The encoding of token positions.
  public enum Positions: String, CaseIterable, Codable, Sendable {
    /// Rotary, along the flattened tokens, as published.
    case rope
    /// Rotary, half of the features by row and half by column.
    case rope2D
    /// A learned vector for each position.
    case learned
    /// None, for token mixing, whose weights depend on the position.
    case none
  }

  /// The mixing of tokens in a block.
  public enum Mixing: String, CaseIterable, Codable, Sendable {
    /// Self-attention.
    case attention
    /// A gated map over the token axis (TRM-MLP).
    case tokenMLP
  }

  /// The number of token ids.
  public var vocabulary = 12
  /// The number of features of a token.
  public var width = 64
  /// The number of attention heads.
  public var heads = 4
  /// The number of blocks in the shared network.
  public var layers = 2
  /// The inner width of the gated maps, as a multiple of the width (times 2/3).
  public var expansion = 4.0
  /// The multiple that inner widths are rounded up to.
  public var innerMultiple = 256
  /// T, the number of rounds of a supervision step.
  public var highCycles = 2
  /// n, the number of updates of the low state in a round.
  public var lowCycles = 2
  /// The number of positions before the tokens, of which the task vector fills the first.
  public var prefix = 1
  /// The width of the task vector; at most prefix · width.
  public var taskWidth = 64
  /// The encoding of positions.
  public var positions = Positions.rope
  /// The mixing of tokens.
  public var mixing = Mixing.attention
  /// The largest number of tokens (height · width of a canvas) for learned positions or token mixing.
  public var maximumLength = 36
  /// The number of heads that mix by a learned map of positions, beside the others; 0 for the published network.
  public var positionHeads = 0
  /// The largest height or width of a canvas that these heads cover.
  public var positionExtent = 33
  /// The number of supervision steps of an episode, each from the states of the one before; their losses are averaged.
  public var supervisionSteps = 1
  /// The normalization of logits.
  public var loss = Loss.CrossEntropy.stablemax
  /// The weight of the halting loss.
  public var haltWeight = 0.5
  /// Whether the high state has a network of its own (HRM).
  public var separateHigh = false
  /// Whether only the last update of each state carries a gradient (HRM).
  public var oneStepGradient = false

  /// The keys of a configuration.
  private enum CodingKeys: String, CodingKey {
    case vocabulary, width, heads, layers, expansion, innerMultiple, highCycles, lowCycles, prefix, taskWidth, positions
    case mixing, maximumLength
    case positionHeads = "placeHeads"
    case positionExtent = "placeExtent"
    case supervisionSteps, loss, haltWeight, separateHigh, oneStepGradient
  }

  /// Creates the default configuration.
  public init() {}

  /// The published 7M network (README of the code; Table 4 of the paper).
  public static var published: TinyRecursiveConfiguration {
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.taskWidth, c.prefix) = (512, 8, 512, 16)
    (c.highCycles, c.lowCycles, c.maximumLength) = (3, 6, 900)
    return c
  }

  /// The published arrangement of the hierarchical reasoning model: two networks, one-step gradient.
  public static var hierarchical: TinyRecursiveConfiguration {
    var c = published
    (c.layers, c.separateHigh, c.oneStepGradient) = (4, true, true)
    (c.highCycles, c.lowCycles, c.prefix) = (2, 2, 1)
    return c
  }

  /// The first impossible size, or `nil` if all are possible.
  public var problem: String? {
    if width < 1 || heads < 1 || layers < 1 || vocabulary < 2 {
      return "width, heads and layers must be positive, vocabulary at least 2"
    }
    if !(expansion > 0) || innerMultiple < 1 { return "expansion and innerMultiple must be positive" }
    if maximumLength < 1 || prefix < 0 || taskWidth < 0 {
      return "maximumLength must be positive, prefix and taskWidth not negative"
    }
    if positionHeads < 0 || positionHeads > 0 && positionExtent < 1 {
      return
        "placeHeads is \(positionHeads), placeExtent \(positionExtent): heads cannot be negative, and need an extent"
    }
    if highCycles < 1 || lowCycles < 1 { return "highCycles and lowCycles are at least 1" }
    if width % heads != 0 { return "width \(width) does not divide by heads \(heads)" }
    let share = positions == .rope2D ? 4 : 2
    if positions == .rope || positions == .rope2D, (width / heads) % share != 0 {
      return "width / heads = \(width / heads) does not divide by \(share), as \(positions.rawValue) positions need"
    }
    if taskWidth > prefix * width { return "taskWidth \(taskWidth) exceeds prefix · width = \(prefix * width)" }
    if positionHeads > 0, width % positionHeads != 0 {
      return "width \(width) does not divide by placeHeads \(positionHeads)"
    }
    return nil
  }
}

extension TinyRecursiveConfiguration.Positions {
  /// Returns whether there are positions for a canvas of this layout.
  func reaches(_ layout: TokenLayout, maximum: Int) -> Bool {
    self == .rope || self == .rope2D || layout.count <= maximum
  }
}

/// The layout of the tokens of a flattened canvas: `height` rows of `width`.
public struct TokenLayout: Hashable, Codable, Sendable {
  /// The number of rows.
  public let height: Int
  /// The number of columns.
  public let width: Int

  /// Creates the layout of a canvas.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Creates the layout of a sequence.
  public init(_ length: Int) { self.init(height: 1, width: length) }

  /// The number of tokens.
  public var count: Int { height * width }
}
