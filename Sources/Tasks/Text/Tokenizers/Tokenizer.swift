/// A tokenizer of a language model: text to ids and back.
///
/// Byte-pair encoding over bytes (GPT-2, Llama 3, Qwen, SmolLM) or over scalars with bytes to fall back to (Llama 2, Gemma),
/// from `tokenizer.json`, from the metadata of a GGUF file, trained by `BPETrainer`, or the 256 bytes themselves.
///
/// - Source: token for token what the Rust package tokenizers 0.23 does.
/// - Differs: Texts are Swift strings, hence valid UTF-8. What a file asks for and this does not do is refused when it is read.
public struct Tokenizer: Sendable {
  /// The tokens that frame a text or fill a batch, where the files name them.
  public struct SpecialTokens: Sendable, Hashable {
    /// The id that begins a text, or `nil` if there is none.
    public var beginning: Int?
    /// The id that ends a text, or `nil` if there is none.
    public var end: Int?
    /// The id that fills rows of a batch, or `nil` if there is none.
    public var padding: Int?
    /// The id of what cannot be encoded, or `nil` if there is none.
    public var unknown: Int?

    /// Creates special ids by their roles.
    public init(beginning: Int? = nil, end: Int? = nil, padding: Int? = nil, unknown: Int? = nil) {
      self.beginning = beginning
      self.end = end
      self.padding = padding
      self.unknown = unknown
    }
  }

  /// The special ids. They name tokens; whether `encode` adds them is the post-processor's matter.
  public internal(set) var specials: SpecialTokens
  /// The tokens that are matched whole.
  public let addedTokens: [AddedToken]

  let table: TokenTable
  let pairs: BytePairs
  let normalizer: Normalizer
  let preTokenizer: PreTokenizer
  let rawTokens: AddedTokens
  let normalizedTokens: AddedTokens
  let postProcessor: PostProcessor
  let decoder: TokenDecoder

  /// One more than the largest id. A model may have more rows, which are no tokens.
  public var vocabularySize: Int { table.size }

  /// Returns the token of an id as its file spells it (`Ġthe`, `▁the`), or `nil` if no token has this id.
  public func token(of id: Int) -> String? { table.text(of: id).map { String(decoding: $0, as: UTF8.self) } }

  /// Returns the id of a token as its file spells it, or `nil` if there is no such token.
  public func id(of token: String) -> Int? { table.id(of: token.utf8).map { Int($0) } }

  /// Returns the text of ids. Ids without a token add nothing.
  ///
  /// `skippingSpecials` says whether special tokens are left out.
  public func decode(_ ids: some Sequence<Int>, skippingSpecials: Bool = false) -> String {
    if decoder.joining == .byteLevel {
      var bytes: [UInt8] = []
      for id in ids { decoder.append(id, skippingSpecials: skippingSpecials, to: &bytes) }
      return String(decoding: bytes, as: UTF8.self)
    }
    var stream = StreamingDecoder(self, skippingSpecials: skippingSpecials)
    var text = ""
    for id in ids { text += stream.append(id) }
    return text + stream.finish()
  }

  init(_ parts: TokenizerParts, decoder: TokenDecoder) {
    table = parts.table
    pairs = parts.pairs
    normalizer = parts.normalizer
    preTokenizer = parts.preTokenizer
    addedTokens = parts.added
    postProcessor = parts.postProcessor
    specials = parts.specials
    self.decoder = decoder
    let places = parts.added.indices
    rawTokens = AddedTokens(
      parts.added,
      strings: places.filter { !parts.added[$0].isNormalized }.map { (Array(parts.added[$0].content.utf8), $0) })
    let normalized = places.filter { parts.added[$0].isNormalized }.map { place in
      (parts.normalizer.normalized(parts.added[place].content), place)
    }
    normalizedTokens = AddedTokens(parts.added, strings: normalized)
  }
}

/// The parts of a tokenizer, from wherever it is read.
struct TokenizerParts {
  var table: TokenTable
  var pairs: BytePairs
  var normalizer = Normalizer()
  var preTokenizer = PreTokenizer()
  var added: [AddedToken] = []
  var postProcessor = PostProcessor()
  var specials = Tokenizer.SpecialTokens()

  /// Lets pieces end before spaces where no merge goes across, because shorter pieces are merged sooner.
  /// - Parameter bytes: those after which a ▁ stands inside a token.
  mutating func cutAtMarks(exceptAfter bytes: Set<UInt8>) {
    guard !pairs.symbols.isByteLevel, pairs.symbols.has(0x2581), pairs.wholes == nil else { return }
    preTokenizer.splits.append(.marks(exceptAfter: (0...255).map { bytes.contains($0) }))
  }
}
