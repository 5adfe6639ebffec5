import Foundation

/// Golden values of the reference that may lie in `shared/reference` beside the repository. The package does not depend on
/// them.
enum GoldenTokenizers {
  struct Case: Decodable, Sendable {
    let text: String
    let ids: [Int]
    let ids_with_special: [Int]
    let pieces: [String]
    let tokens: [String]
    let decoded: String
    let decoded_skip_special: String
  }

  struct Prefixes: Decodable, Sendable {
    let text: String
    let ids: [Int]
    let decoded_prefixes: [String]
  }

  struct Message: Decodable, Sendable {
    let role: String
    let content: String
  }

  struct Chat: Decodable, Sendable {
    let messages: [Message]
    let add_generation_prompt: Bool
    let text: String
    let ids: [Int]
  }

  struct Golden: Decodable, Sendable {
    let strings: [Case]
    let prefixes: [Prefixes]
    let chat: Chat?
    let chat_no_prompt: String?
  }

  /// What golden files of whole models hold of tokenizers.
  struct RealModel: Decodable, Sendable {
    struct Prompt: Decodable, Sendable {
      let prompt: String
      let ids: [Int]
      let greedy_ids: [Int]
      let greedy_text: String
    }
    struct Text: Decodable, Sendable {
      let text: String
      let ids: [Int]
    }
    struct Chat: Decodable, Sendable {
      let messages: [Message]
      let text: String
    }
    let prompts: [Prompt]
    let strings: [Text]
    let chat: Chat?
  }

  static let folder: URL? = {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = repository.deletingLastPathComponent().appendingPathComponent("shared/reference/lm-golden")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static var isThere: Bool { folder != nil }

  /// The names of all tokenizers that have golden values.
  static let names = [
    "gpt2", "llama", "qwen3", "gemma3_text", "qwen2-sharded-bf16", "tokenizers/smollm", "tokenizers/gpt2-prefix-space",
    "tokenizers/llama2-legacy", "tokenizers/llama2-metaspace",
  ]

  static func file(_ name: String) -> URL {
    let folder = folder!
    return name.hasPrefix("tokenizers/")
      ? folder.appendingPathComponent("\(name).json") : folder.appendingPathComponent("\(name)/tokenizer.json")
  }

  static func golden(_ name: String) throws -> Golden {
    let file =
      name.hasPrefix("tokenizers/")
      ? folder!.appendingPathComponent("\(name).golden.json") : folder!.appendingPathComponent("\(name)/golden.json")
    return try JSONDecoder().decode(Golden.self, from: try Data(contentsOf: file))
  }

  static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: file(name))) }

  static func realModel(_ name: String) throws -> RealModel {
    try JSONDecoder().decode(RealModel.self, from: try Data(contentsOf: folder!.appendingPathComponent("\(name).json")))
  }
}

/// Whether two texts are the same scalars: `==` takes canonically equivalent ones for the same.
func isSame(_ first: String, _ second: String) -> Bool { first.utf8.elementsEqual(second.utf8) }
