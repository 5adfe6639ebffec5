internal import Foundation

/// Reads `tokenizer.json`, as the Rust package tokenizers writes it.
///
/// Supported: the model BPE; the normalizers NFC, Replace (a string), Prepend; the pre-tokenizers ByteLevel, Digits, Split by
/// the expressions of GPT-2, Llama 3 and Qwen or by a string, Metaspace; TemplateProcessing of one text; the decoders
/// ByteLevel, Replace, ByteFallback, Fuse, Strip; Sequences of them. Truncation and padding are left to the caller.
struct TokenizerFile {
  let file: String
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

  init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    self.file = file
    var cursor = try JSONCursor(bytes, file: file)
    var model: BytePairModelFile?
    var others: [(key: String, value: JSONTree)] = []
    try cursor.object { cursor, key throws(TokenizerError) in
      if key.elementsEqual("model".utf8) {
        model = try BytePairModelFile(&cursor)
      } else {
        others.append((String(decoding: key, as: UTF8.self), try cursor.value()))
      }
    }
    try cursor.end()
    guard let model else { throw TokenizerError(file: file, key: "model", problem: "it is missing") }
    var fields = JSONFields(members: others, file: file, path: "")
    for key in ["version", "truncation", "padding"] { _ = fields.take(key) }

    parts = TokenizerParts(table: model.table, pairs: BytePairs(symbols: .bytes(of: model.table)))
    parts.normalizer = try NormalizerFile.read(fields.fields("normalizer"))
    parts.preTokenizer = try PreTokenizerFile.read(fields.fields("pre_tokenizer"))
    parts.pairs = try model.pairs(isByteLevel: parts.preTokenizer.isByteLevel, file: file)
    if let unknown = parts.pairs.symbols.unknown { parts.specials.unknown = Int(unknown) }
    parts.cutAtMarks(exceptAfter: model.bytesBeforeMarks)
    try readAddedTokens(fields.list("added_tokens") ?? [])
    parts.postProcessor = try PostProcessorFile.read(fields.fields("post_processor"), table: parts.table)
    guard let decoder = try fields.fields("decoder") else { throw fields.error("decoder", "it is missing") }
    (joining, replacements) = try TokenDecoderFile.read(decoder)
    try fields.end()
  }

  private mutating func readAddedTokens(_ items: [JSONTree]) throws(TokenizerError) {
    var seen: Set<Int> = []
    for (index, item) in items.enumerated() {
      var fields = try JSONFields(item, file: file, path: "added_tokens[\(index)]")
      guard let id = try fields.integer("id", upTo: TokenTable.idLimit) else {
        throw fields.error("id", "it is missing")
      }
      let content = try fields.requiredString("content")
      guard !content.isEmpty else { throw fields.error("content", "an empty token") }
      let token = AddedToken(
        id: id, content: content, isSpecial: try fields.boolean("special") ?? false,
        isNormalized: try fields.boolean("normalized") ?? false,
        isSingleWord: try fields.boolean("single_word") ?? false,
        stripsLeft: try fields.boolean("lstrip") ?? false, stripsRight: try fields.boolean("rstrip") ?? false)
      try fields.end()
      if let problem = parts.table.add(content.utf8, id: id) { throw fields.error(problem) }
      guard seen.insert(id).inserted else { throw fields.error("the token \"\(excerpt(content))\" appears twice") }
      parts.added.append(token)
    }
  }
}
