internal import JSON

/// A reader of `tokenizer.json`, as the Rust package tokenizers writes it.
///
/// Supported: the model BPE; the normalizers NFC, Replace (a string), Prepend; the pre-tokenizers ByteLevel, Digits, Split by
/// the expressions of GPT-2, Llama 3 and Qwen or by a string, Metaspace; TemplateProcessing of one text; the decoders
/// ByteLevel, Replace, ByteFallback, Fuse, Strip; Sequences of them. Truncation and padding are left to the caller.
struct TokenizerFile {
  var parts: TokenizerParts
  private(set) var joining = TokenDecoder.Joining.byteLevel
  private(set) var replacements: [(old: [UInt8], new: [UInt8])] = []

  /// The tokenizer of a file.
  var tokenizer: Tokenizer {
    Tokenizer(
      parts,
      decoder: TokenDecoder(
        joining, table: parts.table, added: parts.added, normalizer: parts.normalizer, replacements: replacements))
  }

  init(_ bytes: [UInt8]) throws(JSONFault) {
    var cursor = try JSONCursor(bytes)
    var model: BytePairModelFile?
    let fields = try cursor.fields { cursor, key throws(JSONFault) in
      guard key == "model" else { return false }
      model = try BytePairModelFile(&cursor)
      return true
    }
    try cursor.end()
    guard let model else { throw fields.fault("model", "it is missing") }
    for key in ["version", "truncation", "padding"] { _ = fields[key] }

    parts = TokenizerParts(table: model.table, pairs: BytePairs(symbols: .bytes(of: model.table)))
    parts.normalizer = try NormalizerFile.read(fields.object("normalizer"))
    parts.preTokenizer = try PreTokenizerFile.read(fields.object("pre_tokenizer"))
    parts.pairs = try model.pairs(isByteLevel: parts.preTokenizer.isByteLevel)
    if let unknown = parts.pairs.symbols.unknown { parts.specials.unknown = Int(unknown) }
    parts.cutAtMarks(exceptAfter: model.bytesBeforeMarks)
    try readAddedTokens(fields.objects("added_tokens"))
    parts.postProcessor = try PostProcessorFile.read(fields.object("post_processor"), table: parts.table)
    guard let decoder = try fields.object("decoder") else { throw fields.fault("decoder", "it is missing") }
    (joining, replacements) = try TokenDecoderFile.read(decoder)
    try fields.end()
  }

  private mutating func readAddedTokens(_ tokens: [JSONFields]) throws(JSONFault) {
    var seen: Set<Int> = []
    for fields in tokens {
      guard let id = try fields.integer("id", upTo: TokenTable.idLimit) else {
        throw fields.fault("id", "it is missing")
      }
      let content = try fields.requiredString("content")
      guard !content.isEmpty else { throw fields.fault("content", "an empty token") }
      let token = AddedToken(
        id: id, content: content, isSpecial: try fields.boolean("special") ?? false,
        isNormalized: try fields.boolean("normalized") ?? false,
        isSingleWord: try fields.boolean("single_word") ?? false,
        stripsLeft: try fields.boolean("lstrip") ?? false, stripsRight: try fields.boolean("rstrip") ?? false)
      try fields.end()
      if let problem = parts.table.add(content.utf8, id: id) { throw fields.fault(problem) }
      guard seen.insert(id).inserted else { throw fields.fault("the token \"\(excerpt(content))\" appears twice") }
      parts.added.append(token)
    }
  }
}
