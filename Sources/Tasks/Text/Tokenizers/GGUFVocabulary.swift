internal import JSON

/// The vocabulary that the metadata of a GGUF file holds, under the keys `tokenizer.ggml.`.
public struct GGUFVocabulary: Sendable, Hashable {
  /// The kind of a token, by its number in `token_type`.
  public enum TokenType: Int, Sendable, Hashable {
    /// An ordinary token.
    case normal = 1
    /// What stands for text that cannot be encoded.
    case unknown = 2
    /// A token that frames or steers, matched whole.
    case control = 3
    /// A token that is matched whole.
    case userDefined = 4
    /// A token that nothing uses.
    case unused = 5
    /// One byte, `<0x41>`.
    case byte = 6
  }

  /// `model`: `gpt2` for byte-level pairs with merges, `llama` for SentencePiece with scores.
  public var model: String
  /// The name of the rule by which texts are cut (`pre`), or `nil`; of `gpt2` only.
  public var pre: String?
  /// `tokens`, in the order of their ids.
  public var tokens: [String]
  /// `scores`, one a token; of `llama` only.
  public var scores: [Float]
  /// `merges`, as `a b`; of `gpt2` only.
  public var merges: [String]
  /// `token_type`, one a token; none if the file has none.
  public var types: [Int]
  /// `bos_token_id`, `eos_token_id`, `padding_token_id` and `unknown_token_id`.
  public var specials: Tokenizer.SpecialTokens
  /// Whether the beginning is added (`add_bos_token`), or `nil` if the file leaves it open.
  public var addsBeginning: Bool?
  /// Whether the end is added (`add_eos_token`), or `nil` if the file leaves it open.
  public var addsEnd: Bool?
  /// Whether a space is put before a text (`add_space_prefix`), or `nil` if the file leaves it open.
  public var addsSpacePrefix: Bool?

  /// Creates a vocabulary by its arrays.
  public init(
    model: String, pre: String? = nil, tokens: [String], scores: [Float] = [], merges: [String] = [],
    types: [Int] = [], specials: Tokenizer.SpecialTokens = .init(), addsBeginning: Bool? = nil, addsEnd: Bool? = nil,
    addsSpacePrefix: Bool? = nil
  ) {
    self.model = model
    self.pre = pre
    self.tokens = tokens
    self.scores = scores
    self.merges = merges
    self.types = types
    self.specials = specials
    self.addsBeginning = addsBeginning
    self.addsEnd = addsEnd
    self.addsSpacePrefix = addsSpacePrefix
  }
}

extension Tokenizer {
  /// Creates the tokenizer of a GGUF file.
  ///
  /// `file` is the name by which errors call it.
  /// - Source: llama.cpp's `llama-vocab`.
  /// - Differs: `qwen2` composes its text (NFC) as the model's own tokenizer does, which llama.cpp leaves out. A control or
  ///   unused token is never the result of a merge.
  public init(gguf vocabulary: GGUFVocabulary, file: String) throws(TokenizerError) {
    let reader = GGUFVocabularyReader(vocabulary: vocabulary, file: file)
    switch vocabulary.model {
    case "gpt2": self = try reader.byteLevel()
    case "llama": self = try reader.sentencePiece()
    default: throw reader.error("model", "\(excerpt(vocabulary.model)) is not supported, only gpt2 and llama")
    }
  }
}
