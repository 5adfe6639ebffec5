/// The sizes of a small `CausalDecoder`: a Llama with as many heads of keys as of queries, in few matrices.
public struct DecoderSettings: Hashable, Codable, Sendable {
  /// Token numbers; 256 for bytes.
  public var vocabulary = 256
  /// Features a token.
  public var width = 128
  /// Attention heads.
  public var heads = 4
  /// Blocks.
  public var layers = 3
  /// Inner width of the gated maps, as a multiple of the width (times 2/3).
  public var expansion = 4.0
  /// Inner widths are rounded up to this.
  public var innerMultiple = 16

  /// The defaults.
  public init() {}

  /// Inner width of the gated maps.
  public var innerWidth: Int { SwiGLU.innerWidth(width, expansion: expansion, multiple: innerMultiple) }

  /// What shapes the network; text may be of any length that memory allows.
  public var configuration: DecoderConfiguration {
    var c = DecoderConfiguration()
    (c.vocabulary, c.width, c.layers) = (vocabulary, width, layers)
    (c.heads, c.keyValueHeads, c.headWidth, c.innerWidth) = (heads, heads, width / heads, innerWidth)
    (c.longest, c.joinsProjections) = (1 << 21, true)
    return c
  }

  /// The first invalid size, or `nil`.
  public var problem: String? {
    if vocabulary < 2 || width < 1 || heads < 1 || layers < 1 {
      return "width, heads and layers must be positive, vocabulary at least 2"
    }
    if width % heads != 0 || (width / heads) % 2 != 0 {
      return "a width of \(width) does not divide into \(heads) heads of an even number of features"
    }
    if !(expansion > 0 && expansion <= 1024) || innerMultiple < 1 || max(width, innerMultiple) > 1 << 20 {
      return "expansion and innerMultiple must be positive, expansion at most 1024, widths at most \(1 << 20)"
    }
    return configuration.problem
  }
}
