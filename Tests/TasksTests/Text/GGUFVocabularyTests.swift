import Foundation
import Testing

@testable import Tasks

/// Vocabularies of GGUF files: a small one of the reference, and two published ones where they are on this computer.
@Suite struct GGUFVocabularyTests {
  @Test(.enabled(if: GoldenTokenizers.isThere)) func readsByteLevelPairs() throws {
    let file = GoldenTokenizers.folder!.appendingPathComponent("gguf/llama-mixed.gguf")
    let tokenizer = try Tokenizer(gguf: try GGUFMetadata(contentsOf: file).vocabulary, file: file.path)
    for golden in try GoldenTokenizers.golden("llama").strings {
      #expect(tokenizer.encode(golden.text) == golden.ids)
      #expect(tokenizer.encode(golden.text, addingSpecials: true) == golden.ids_with_special)
      #expect(isSame(tokenizer.decode(golden.ids), golden.decoded))
    }
    #expect(tokenizer.vocabularySize == 400, "the rows that fill up the model are tokens here")
  }

  @Test(.enabled(if: PublishedModels.smolLM2 != nil && GoldenTokenizers.isThere)) func readsSmolLM2() throws {
    let file = try #require(PublishedModels.smolLM2)
    let tokenizer = try Tokenizer(gguf: try GGUFMetadata(contentsOf: file).vocabulary, file: file.path)
    let golden = try GoldenTokenizers.realModel("smollm2")
    for (text, ids) in golden.strings.map({ ($0.text, $0.ids) }) + golden.prompts.map({ ($0.prompt, $0.ids) }) {
      #expect(tokenizer.encode(text, addingSpecials: true) == ids, "\(text.debugDescription)")
    }
    for prompt in golden.prompts { #expect(isSame(tokenizer.decode(prompt.greedy_ids), prompt.greedy_text)) }
    #expect(tokenizer.specials == .init(beginning: 1, end: 2, padding: 2, unknown: 0))
  }

  @Test(.enabled(if: PublishedModels.gemma3 != nil && GoldenTokenizers.isThere)) func readsGemma3() throws {
    let file = try #require(PublishedModels.gemma3)
    let tokenizer = try Tokenizer(gguf: try GGUFMetadata(contentsOf: file).vocabulary, file: file.path)
    let golden = try GoldenTokenizers.realModel("gemma3-270m")
    for string in golden.strings {
      #expect(tokenizer.encode(string.text) == string.ids, "\(string.text.debugDescription)")
    }
    for prompt in golden.prompts {
      #expect(tokenizer.encode(prompt.prompt, addingSpecials: true) == prompt.ids)
      #expect(isSame(tokenizer.decode(prompt.greedy_ids), prompt.greedy_text))
    }
  }

  private let bytes = (0...255).map { Symbols.byteToken(UInt8($0)) }

  @Test func mergesByScoreLeftmostFirst() throws {
    let tokens = ["<unk>", "a", "b", "ab", "ba", "aba"] + bytes
    let scores: [Float] = [0, -9, -9, -2, -1, -3] + bytes.map { _ in 0 }
    let types = [2, 1, 1, 1, 1, 1] + bytes.map { _ in 6 }
    let vocabulary = GGUFVocabulary(
      model: "llama", tokens: tokens, scores: scores, types: types, addsBeginning: false, addsSpacePrefix: false)
    let tokenizer = try Tokenizer(gguf: vocabulary, file: "test")
    #expect(tokenizer.encode("ab") == [3])
    #expect(tokenizer.encode("aba") == [5], "ba first, then a and ba are aba")
    #expect(tokenizer.encode("abab") == [5, 2])
    #expect(tokenizer.encode("ä") == [6 + 0xC3, 6 + 0xA4])
    #expect(tokenizer.decode(tokenizer.encode("abaäba")) == "abaäba")
  }

  @Test func aScalarThatIsNoTokenMayStillMerge() throws {
    let tokens = ["x", "xé"] + bytes
    let vocabulary = GGUFVocabulary(
      model: "llama", tokens: tokens, scores: tokens.map { _ in -1 }, types: [1, 1] + bytes.map { _ in 6 },
      addsBeginning: false, addsSpacePrefix: false)
    let tokenizer = try Tokenizer(gguf: vocabulary, file: "test")
    #expect(tokenizer.encode("xé") == [1])
    #expect(tokenizer.encode("éx") == [2 + 0xC3, 2 + 0xA9, 0])
  }

  @Test func aControlTokenIsNeverMerged() throws {
    let tokens = ["<", "s", ">", "<s", "<s>"] + bytes
    var vocabulary = GGUFVocabulary(
      model: "llama", tokens: tokens, scores: tokens.map { _ in -1 }, types: [1, 1, 1, 1, 3] + bytes.map { _ in 6 },
      specials: .init(beginning: 4), addsSpacePrefix: false)
    let tokenizer = try Tokenizer(gguf: vocabulary, file: "test")
    #expect(tokenizer.encode("<s>") == [4])
    #expect(tokenizer.encode("<s>", parsing: .ordinary) == [3, 2])
    #expect(tokenizer.encode("", addingSpecials: true) == [4])
    vocabulary.specials.beginning = nil
    #expect(throws: TokenizerError.self) { try Tokenizer(gguf: vocabulary, file: "test") }
  }

  @Test func refusesWhatDoesNotFitTogether() {
    let good = GGUFVocabulary(model: "gpt2", pre: "gpt-2", tokens: ["a", "b", "ab"], merges: ["a b"])
    #expect(throws: Never.self) { try Tokenizer(gguf: good, file: "test") }
    let faults: [(String, (inout GGUFVocabulary) -> Void)] = [
      ("model", { $0.model = "bert" }), ("pre", { $0.pre = "tekken" }), ("pre", { $0.pre = nil }),
      ("merges[0]", { $0.merges = ["ab"] }), ("merges[0]", { $0.merges = ["a c"] }),
      ("merges[0]", { $0.merges = ["b a"] }), ("token_type", { $0.types = [1] }),
      ("token_type[1]", { $0.types = [1, 7, 1] }), ("tokens", { $0.tokens = [] }),
      ("tokens[2]", { $0.tokens = ["a", "b", "a"] }), ("eos_token_id", { $0.specials.end = 3 }),
      ("bos_token_id", { $0.addsBeginning = true }), ("scores", { $0.model = "llama" }),
    ]
    for (key, spoil) in faults {
      var vocabulary = good
      spoil(&vocabulary)
      let error = #expect(throws: TokenizerError.self) { try Tokenizer(gguf: vocabulary, file: "test") }
      #expect(error?.key == "tokenizer.ggml." + key)
    }
  }
}

/// Published models that may lie in the folder that `AUTODIDACT_LM` names, or in `lm` beside the repository.
enum PublishedModels {
  static let smolLM2 = file("SmolLM2-135M-Instruct.Q4_1.gguf")
  static let gemma3 = file("gemma-3-270m-q4_k_m.gguf")

  private static func file(_ name: String) -> URL? {
    var repository = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { repository.deleteLastPathComponent() }
    let folder =
      ProcessInfo.processInfo.environment["AUTODIDACT_LM"].map { URL(fileURLWithPath: $0) }
      ?? repository.deletingLastPathComponent().appendingPathComponent("lm")
    let file = folder.appendingPathComponent(name)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }
}
