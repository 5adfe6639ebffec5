public import Tasks
public import Tensors

extension GGUFVocabulary {
  /// Takes the vocabulary from a file's metadata.
  /// - Throws: `LanguageError` for a file without one.
  public init(_ file: GGUF) throws(LanguageError) {
    func value(_ key: String) -> GGUFValue? { file.metadata["tokenizer.ggml.\(key)"] }
    func missing(_ key: String, _ kind: String) -> LanguageError {
      LanguageError(file.name, "tokenizer.ggml.\(key) is not \(kind): the file has no tokenizer that can be read")
    }
    guard let model = value("model")?.text else { throw missing("model", "a text") }
    guard let tokens = value("tokens")?.texts else { throw missing("tokens", "a list of texts") }
    var specials = Tokenizer.SpecialTokens()
    specials.beginning = value("bos_token_id")?.integer
    specials.end = value("eos_token_id")?.integer
    specials.padding = value("padding_token_id")?.integer
    specials.unknown = value("unknown_token_id")?.integer
    self.init(
      model: model, pre: value("pre")?.text, tokens: tokens, scores: (value("scores")?.numbers ?? []).map(Float.init),
      merges: value("merges")?.texts ?? [], types: value("token_type")?.integers ?? [], specials: specials,
      addsBeginning: value("add_bos_token")?.truth, addsEnd: value("add_eos_token")?.truth,
      addsSpacePrefix: value("add_space_prefix")?.truth)
  }
}
