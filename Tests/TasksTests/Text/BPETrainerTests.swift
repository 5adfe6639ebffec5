import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct BPETrainerTests {
  private let texts = [
    "the cat sat on the mat, the cat ate the rat\n", "the model learns; the learner learns to learn 2024, 2025\n",
    "Naïve café, 学习如何学习 🚀🚀\n\n  indented\n",
  ]

  @Test(arguments: BPETrainer.Splitting.allCases) func whatItEncodesItDecodes(splitting: BPETrainer.Splitting) throws {
    let tokenizer = try BPETrainer(size: 300, splitting: splitting).train(on: texts).tokenizer
    for text in texts + ["never seen: Ω≈ç√\u{0}\u{10FFFF} don't", ""] {
      #expect(isSame(tokenizer.decode(tokenizer.encode(text)), text))
    }
  }

  @Test func theCommonestPairComesFirst() throws {
    let tokenizer = try BPETrainer(size: 259, specials: [], minimumCount: 1).train(on: ["abab abab abcd"]).tokenizer
    #expect(tokenizer.id(of: "ab") == 256, "it occurs five times")
    #expect(tokenizer.id(of: "Ġab") == 257, "twice, as ab beside ab, but its first token is older")
    #expect(tokenizer.id(of: "cd") == 258, "once, as the rest, but of the oldest tokens")
  }

  @Test func isDeterministic() throws {
    let first = try BPETrainer(size: 320).train(on: texts)
    #expect(try BPETrainer(size: 320).train(on: texts).json == first.json)
  }

  @Test func moreTokensMeanFewerToATextAndTheFirstStay() throws {
    let sizes = [257, 265, 273, 281]
    let tokenizers = try sizes.map { try BPETrainer(size: $0).train(on: texts).tokenizer }
    #expect(tokenizers.map(\.vocabularySize) == sizes)
    let counts = tokenizers.map { tokenizer in texts.reduce(0) { $0 + tokenizer.encode($1).count } }
    #expect(counts == counts.sorted(by: >) && Set(counts).count == counts.count)
    #expect(counts[0] == texts.reduce(0) { $0 + $1.utf8.count }, "without merges the bytes themselves")
    for (small, large) in zip(tokenizers, tokenizers.dropFirst()) {
      #expect((0..<small.vocabularySize).allSatisfy { small.token(of: $0) == large.token(of: $0) })
    }
  }

  @Test func stopsWherePairsAreRare() throws {
    let tokenizer = try BPETrainer(size: 1_000, minimumCount: 3).train(on: ["abababab ab", "xy xy"]).tokenizer
    #expect(tokenizer.vocabularySize < 300)
    #expect(tokenizer.id(of: "xy") == nil, "twice is too rare")
  }

  @Test func specialsAreTokensAndNotLearned() throws {
    let special = "<|endoftext|>"
    let texts = [String(repeating: "ab\(special)", count: 50)]
    let tokenizer = try BPETrainer(size: 400, specials: [special, "<pad>"]).train(on: texts).tokenizer
    #expect(tokenizer.id(of: special) == 0 && tokenizer.id(of: "<pad>") == 1)
    #expect(tokenizer.vocabularySize == 259, "only ab is a pair")
    #expect(tokenizer.encode("ab\(special)ab") == [258, 0, 258])
    #expect(tokenizer.decode([258, 0, 258], skippingSpecials: true) == "abab")
  }

  @Test func oneEndlessWordIsLearnedInTime() throws {
    var generator = Generator(seed: 5)
    let word = String((0..<200_000).map { _ in generator.bernoulli(0.3) ? "a" : "b" })
    let tokenizer = try BPETrainer(size: 400).train(on: [word]).tokenizer
    #expect(tokenizer.vocabularySize == 400)
    #expect(tokenizer.decode(tokenizer.encode(word)) == word)
  }

  @Test func learnsFromAFolderAndWritesAFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bpe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appendingPathComponent("b"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try texts[0].write(to: folder.appendingPathComponent("a.txt"), atomically: true, encoding: .utf8)
    try texts[1].write(to: folder.appendingPathComponent("b/c.txt"), atomically: true, encoding: .utf8)
    try Data([0xFF]).write(to: folder.appendingPathComponent("image.bin"))
    let trainer = BPETrainer(size: 300)
    let result = try trainer.train(folder: folder, extensions: ["txt"])
    #expect(try result.json == trainer.train(on: texts.prefix(2)).json)
    let file = folder.appendingPathComponent("tokenizer.json")
    try result.write(to: file)
    let again = try Tokenizer(contentsOf: file)
    #expect(texts.allSatisfy { again.encode($0) == result.tokenizer.encode($0) })
    let error = #expect(throws: TokenizerError.self) { try trainer.train(folder: folder) }
    #expect(error?.file.hasSuffix("image.bin") == true)
    #expect(throws: TokenizerError.self) { try trainer.train(folder: folder, extensions: ["md"]) }
    #expect(throws: TokenizerError.self) { try trainer.train(folder: file) }
  }

  @Test func refusesWhatCannotBe() {
    #expect(throws: TokenizerError.self) { try BPETrainer(size: 256).train(on: texts) }
    #expect(throws: TokenizerError.self) { try BPETrainer(size: 300, specials: ["", "x"]).train(on: texts) }
    #expect(throws: TokenizerError.self) { try BPETrainer(size: 300, specials: ["<x>", "<x>"]).train(on: texts) }
    #expect(throws: TokenizerError.self) { try BPETrainer(size: 300, specials: ["a"]).train(on: texts) }
  }
}
