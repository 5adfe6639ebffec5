public import Foundation
public import Tasks
internal import Tensors

/// How a model reads and writes text: the parts of its files that need no weights.
public struct TextFiles: Sendable {
  /// The tokenizer.
  public let tokenizer: Tokenizer
  /// The chat template, or `nil` if the model has none.
  public let template: ChatTemplate?
  /// The ids that end a text.
  public let ends: Set<Int>

  /// Reads the files of a Hugging Face folder, or the metadata of a GGUF file.
  /// - Throws: `LanguageError`, `TokenizerError` or `GGUFError` that names the file and what is wrong with it.
  public init(at url: URL) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
      tokenizer = try Tokenizer(folder: url)
      template = try ChatTemplate(folder: url)
      ends = try GenerationFile(folder: url).ends ?? Set([tokenizer.specials.end].compactMap { $0 })
    } else {
      let file = try GGUF(mapping: url)
      tokenizer = try Tokenizer(gguf: try GGUFVocabulary(file), file: url.lastPathComponent)
      template = try file.metadata["tokenizer.chat_template"]?.text.map { text in
        try ChatTemplate(text, name: "\(url.lastPathComponent): tokenizer.chat_template")
      }
      ends = Set([tokenizer.specials.end].compactMap { $0 })
    }
  }
}
