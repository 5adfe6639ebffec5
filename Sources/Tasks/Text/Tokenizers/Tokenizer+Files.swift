public import Foundation
internal import JSON

extension Tokenizer {
  /// Creates the tokenizer of the bytes of a `tokenizer.json`.
  ///
  /// `file` is the name by which errors call it.
  public init(json bytes: [UInt8], file: String = "tokenizer.json") throws(TokenizerError) {
    do throws(JSONFault) { self = try TokenizerFile(bytes).tokenizer } catch { throw TokenizerError(error, in: file) }
  }

  /// Creates the tokenizer of a `tokenizer.json`.
  public init(contentsOf file: URL) throws(TokenizerError) {
    try self.init(json: try Self.bytes(of: file), file: file.path)
  }

  /// Creates the tokenizer of a model's folder: its `tokenizer.json`, and the special tokens that its
  /// `tokenizer_config.json` names, if there is one.
  public init(folder: URL) throws(TokenizerError) {
    try self.init(contentsOf: folder.appendingPathComponent("tokenizer.json"))
    let configuration = folder.appendingPathComponent("tokenizer_config.json")
    guard FileManager.default.fileExists(atPath: configuration.path) else { return }
    try nameSpecials(json: try Self.bytes(of: configuration), file: configuration.path)
  }

  /// Takes the special tokens from the bytes of a `tokenizer_config.json`.
  public mutating func nameSpecials(json bytes: [UInt8], file: String = "tokenizer_config.json") throws(TokenizerError)
  {
    let named: SpecialTokens
    do throws(JSONFault) {
      let fields = try JSONFields(JSONValue(bytes))
      named = SpecialTokens(
        beginning: try special("bos_token", fields), end: try special("eos_token", fields),
        padding: try special("pad_token", fields), unknown: try special("unk_token", fields))
    } catch {
      throw TokenizerError(error, in: file)
    }
    specials.beginning = named.beginning ?? specials.beginning
    specials.end = named.end ?? specials.end
    specials.padding = named.padding ?? specials.padding
    specials.unknown = named.unknown ?? specials.unknown
  }

  /// Returns a token by its text, or by an object that has it as `content`.
  private func special(_ key: String, _ fields: JSONFields) throws(JSONFault) -> Int? {
    guard let value = fields[key] else { return nil }
    let text = if let text = value.string { text } else { try JSONFields(value, path: key).requiredString("content") }
    guard let id = id(of: text) else { throw fields.fault(key, "\"\(excerpt(text))\" is no token") }
    return id
  }

  static func bytes(of file: URL) throws(TokenizerError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw TokenizerError(file: file.path, key: "", problem: "it cannot be read: \(error.localizedDescription)")
    }
  }
}

extension Tokenizer {
  /// The tokenizer whose ids are the 256 bytes of UTF-8.
  public static let bytes: Tokenizer = {
    var table = TokenTable()
    for byte in 0...255 { _ = table.add(ByteAlphabet.token(of: [UInt8(byte)]), id: byte) }
    var parts = TokenizerParts(table: table, pairs: BytePairs(symbols: .bytes(of: table)))
    parts.preTokenizer.isByteLevel = true
    return Tokenizer(parts, decoder: TokenDecoder(.byteLevel, table: table, added: []))
  }()
}
