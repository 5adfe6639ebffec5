/// Everything that shapes a `TinyRecursiveModel`. The defaults are small; `published` is the paper's.
public struct TinyRecursiveConfiguration: Hashable, Codable, Sendable {
  /// The encoding of a token's position.
  public enum Positions: String, CaseIterable, Codable, Sendable {
    /// Rotary, along the flattened tokens, as published.
    case rope
    /// Rotary, half of the features by row and half by column.
    case rope2D
    /// A learned vector a place.
    case learned
    /// Nothing: for token mixing, whose weights know the places.
    case none
  }

  /// The mixing of tokens in a block.
  public enum Mixing: String, CaseIterable, Codable, Sendable {
    /// Self-attention.
    case attention
    /// A gated map over the token axis (TRM-MLP).
    case tokenMLP
  }

  /// Token numbers.
  public var vocabulary = 12
  /// Features a token.
  public var width = 64
  /// Attention heads.
  public var heads = 4
  /// Blocks in the shared network.
  public var layers = 2
  /// Inner width of the gated maps, as a multiple of the width (times 2/3).
  public var expansion = 4.0
  /// Inner widths are rounded up to this.
  public var innerMultiple = 256
  /// T: rounds a supervision step.
  public var highCycles = 2
  /// n: updates of the low state a round.
  public var lowCycles = 2
  /// Places before the tokens, of which the task vector fills the first.
  public var prefix = 1
  /// Features of the task vector; at most prefix · width.
  public var taskWidth = 64
  /// The encoding of positions.
  public var positions = Positions.rope
  /// The mixing of tokens.
  public var mixing = Mixing.attention
  /// The most tokens (height · width of a canvas) that learned positions or token mixing are made for.
  public var maximumLength = 36
  /// Heads that mix by a learned map of places, beside the others; 0 for the published network.
  public var placeHeads = 0
  /// The largest height or width of a canvas that place heads cover.
  public var placeExtent = 33
  /// Supervision steps of an episode, each from the states of the one before; their losses are averaged.
  public var supervisionSteps = 1
  /// The normalization of logits.
  public var loss = Loss.CrossEntropy.stablemax
  /// The weight of the halting loss.
  public var haltWeight = 0.5
  /// Whether the high state has a network of its own (HRM).
  public var separateHigh = false
  /// Whether only the last update of each state carries a gradient (HRM).
  public var oneStepGradient = false

  /// The defaults.
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

  /// The first of these sizes that cannot be, or `nil` if all can.
  public var problem: String? {
    if width < 1 || heads < 1 || layers < 1 || vocabulary < 2 {
      return "width, heads and layers must be positive, vocabulary at least 2"
    }
    if !(expansion > 0) || innerMultiple < 1 { return "expansion and innerMultiple must be positive" }
    if maximumLength < 1 || prefix < 0 || taskWidth < 0 {
      return "maximumLength must be positive, prefix and taskWidth not negative"
    }
    if placeHeads < 0 || placeHeads > 0 && placeExtent < 1 {
      return "placeHeads is \(placeHeads), placeExtent \(placeExtent): heads cannot be negative, and need an extent"
    }
    if highCycles < 1 || lowCycles < 1 { return "highCycles and lowCycles are at least 1" }
    if width % heads != 0 { return "width \(width) does not divide by heads \(heads)" }
    let share = positions == .rope2D ? 4 : 2
    if positions == .rope || positions == .rope2D, (width / heads) % share != 0 {
      return "width / heads = \(width / heads) does not divide by \(share), as \(positions.rawValue) positions need"
    }
    if taskWidth > prefix * width { return "taskWidth \(taskWidth) exceeds prefix · width = \(prefix * width)" }
    if placeHeads > 0, width % placeHeads != 0 { return "width \(width) does not divide by placeHeads \(placeHeads)" }
    return nil
  }
}

extension TinyRecursiveConfiguration.Positions {
  /// Whether a canvas of this layout can be told apart.
  func reaches(_ layout: TokenLayout, maximum: Int) -> Bool {
    self == .rope || self == .rope2D || layout.count <= maximum
  }
}

/// The layout of the tokens of a flattened canvas: `height` rows of `width`.
public struct TokenLayout: Hashable, Codable, Sendable {
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int

  /// A canvas.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// A sequence.
  public init(_ length: Int) { self.init(height: 1, width: length) }

  /// Tokens in all.
  public var count: Int { height * width }
}
