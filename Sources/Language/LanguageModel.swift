public import Foundation
public import Networks
public import Tasks
public import Tensors

/// A causal decoder and the tokenizer that it was trained with.
public struct LanguageModel: Sendable {
  /// The name of its folder or file.
  public let name: String
  /// The network.
  public var decoder: CausalDecoder
  /// The tokenizer.
  public let tokenizer: Tokenizer
  /// The ids that end a text.
  public let ends: Set<Int>
  /// The chat template, or `nil` if the model has none.
  public let template: ChatTemplate?

  /// Creates a model of these parts.
  /// - Throws: `LanguageError` for a tokenizer with more tokens than the decoder has rows, and weights that are not finite.
  public init(
    _ name: String, _ decoder: CausalDecoder, _ tokenizer: Tokenizer, ends: Set<Int>? = nil,
    template: ChatTemplate? = nil
  ) throws(LanguageError) {
    guard tokenizer.vocabularySize <= decoder.configuration.vocabulary else {
      throw LanguageError(
        name,
        "its tokenizer has \(tokenizer.vocabularySize) tokens and its weights \(decoder.configuration.vocabulary): "
          + "they are not of one model")
    }
    if let leaf = decoder.leaves.first(where: { !$0.tensor.total().isFinite }) {
      throw LanguageError(name, "its weight \(leaf.name) holds a number that is not finite: fetch the file again")
    }
    (self.name, self.decoder, self.tokenizer, self.template) = (name, decoder, tokenizer, template)
    self.ends = ends ?? Set([tokenizer.specials.end].compactMap { $0 })
  }

  /// Reads a model: a Hugging Face folder, or a GGUF file. Files are mapped; weights are kept in `dtype`.
  ///
  /// `keepsBlocks` says whether quantized weights of a GGUF file stay in their blocks: a quarter of the memory, and
  /// decoding reads a quarter of the bytes. They are not learned; adapters beside them are.
  /// - Throws: `LanguageError`, `DecoderFileError` or `TokenizerError` that names the file and what is wrong with it.
  public init(at url: URL, dtype: DType = .float32, keepsBlocks: Bool = false) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw LanguageError(
        url.path, "there is no such model; give a folder with config.json and safetensors, or a .gguf file")
    }
    if isFolder.boolValue {
      try self.init(folder: url, dtype: dtype)
    } else {
      try self.init(gguf: url, dtype: dtype, keepsBlocks: keepsBlocks)
    }
  }

  private init(folder url: URL, dtype: DType) throws {
    // The small files first: what is wrong with them is said before gigabytes are read.
    let configuration = try DecoderConfiguration(huggingFace: url.appending(path: "config.json"))
    let tokenizer = try Tokenizer(folder: url)
    let template = try ChatTemplate(folder: url)
    let ends = try GenerationFile(folder: url).ends
    let decoder = try CausalDecoder(huggingFace: url, configuration: configuration, dtype: dtype)
    try self.init(url.lastPathComponent, decoder, tokenizer, ends: ends, template: template)
  }

  private init(gguf url: URL, dtype: DType, keepsBlocks: Bool) throws {
    let file = try GGUF(mapping: url)
    let vocabulary = try GGUFVocabulary(file)
    let tokenizer = try Tokenizer(gguf: vocabulary, file: url.lastPathComponent)
    let template = try file.metadata["tokenizer.chat_template"]?.text.map { text in
      try ChatTemplate(text, name: "\(url.lastPathComponent): tokenizer.chat_template")
    }
    let decoder = try CausalDecoder(file, dtype: dtype, keepsBlocks: keepsBlocks)
    try self.init(url.lastPathComponent, decoder, tokenizer, template: template)
  }
}

extension CausalDecoder {
  /// Where its weights are. A quantized table is not asked: it would be made anew.
  var device: Device { norm.gain.device }
}
