import ArgumentParser
import Foundation
import Language
import Networks
import Randomness
import Tasks
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct LanguageCommandTests {
  private let text = (0..<60).map { "\($0 % 9) green bottles hanging on the wall\n" }.joined()

  /// Writes a model's folder as other tools do: a decoder of random weights, and a tokenizer that learned the text.
  private func writeModel(to folder: URL) throws {
    let trained = try BPETrainer(size: 300, specials: ["<|end|>"]).train(on: [text])
    var c = DecoderConfiguration()
    (c.vocabulary, c.width, c.layers, c.heads, c.keyValueHeads, c.headWidth) = (300, 32, 2, 4, 2, 8)
    (c.innerWidth, c.longest) = (64, 128)
    var generator = Generator(seed: 1)
    try CausalDecoder(c, using: &generator).write(huggingFace: folder)
    try trained.write(to: folder.appendingPathComponent("tokenizer.json"))
  }

  @Test func aFolderOfTextIsLearnedWrittenReadAndJudged() async throws {
    try await withTemporaryFolder { folder in
      let model = folder.appendingPathComponent("model")
      try writeModel(to: model)
      let notes = folder.appendingPathComponent("notes.txt")
      try Data(text.utf8).write(to: notes)
      let (out, report) = (folder.appendingPathComponent("adapter").path, folder.appendingPathComponent("a.html").path)
      let settings = ["steps=30", "window=32", "rate=0.01", "warmUp=0", "measureEvery=10"].flatMap { ["--set", $0] }
      let arguments =
        [notes.path, "--model", model.path, "--out", out, "--report", report, "--threshold", "9", "--passages", "8"]
        + settings
      let result = Recorder()
      try AdaptCommand.parse(arguments + ["--json"])
        .adaptToText(on: .cpu, to: Output(.json, console: result.console()), console: Recorder().console())
      let object = try #require(try JSONSerialization.jsonObject(with: Data(result.text.utf8)) as? [String: Any])
      let heldOut = try #require(object["heldOut"] as? [String: Any])
      #expect((heldOut["rise"] as? Double ?? 1) < -0.2, "held-out text costs fewer bits")
      #expect(object["verdict"] != nil && object["out"] as? String == out)
      #expect(try String(contentsOfFile: report, encoding: .utf8).contains("▼"))
      #expect(!FileManager.default.fileExists(atPath: out + ".partial.safetensors"))
      let card = try Data(contentsOf: URL(fileURLWithPath: out).appendingPathComponent("autodidact.json"))
      #expect((try JSONSerialization.jsonObject(with: card) as? [String: Any])?["suite"] != nil)

      let written = Recorder()
      let flags = ["green", "--model", model.path, "--temperature", "0", "--max-tokens", "12", "--json"]
      try GenerateCommand.parse(flags + ["--adapter", out])
        .generate(to: Output(.json, console: written.console()))
      #expect(written.text.contains("bottles"))
      // An output that is there is not replaced.
      #expect(throws: BadInputError.self) {
        try AdaptCommand.parse(arguments)
          .adaptToText(on: .cpu, to: Output(.people, console: result.console()), console: Recorder().console())
      }
    }
  }

  @Test func whatCostsTooMuchIsNotWritten() async throws {
    try await withTemporaryFolder { folder in
      let model = folder.appendingPathComponent("model")
      try writeModel(to: model)
      let notes = folder.appendingPathComponent("notes.txt")
      try Data(text.utf8).write(to: notes)
      let out = folder.appendingPathComponent("adapter").path
      let settings = ["steps=20", "window=32", "rate=0.02", "warmUp=0", "measureEvery=10"].flatMap { ["--set", $0] }
      let (people, errors) = (Recorder(), Recorder())
      func adapt(_ more: [String]) throws {
        try AdaptCommand.parse(
          [notes.path, "--model", model.path, "--out", out, "--threshold", "0.001", "--passages", "10"] + settings
            + more
        ).adaptToText(on: .cpu, to: Output(.people, console: people.console()), console: errors.console())
      }
      #expect(throws: ExitCode.failure) { try adapt([]) }
      #expect(!FileManager.default.fileExists(atPath: out))
      #expect(errors.text.contains("not written") && people.text.contains("held out"))
      // Nothing is learned again where it was only refused.
      try adapt(["--accept"])
      #expect(errors.text.contains("goes on from step 20"))
      #expect(FileManager.default.fileExists(atPath: out + "/adapter_model.safetensors"))
      #expect(!FileManager.default.fileExists(atPath: out + ".partial.safetensors"))
    }
  }

  @Test func wrongInputIsNamed() async throws {
    try await withTemporaryFolder { folder in
      let model = folder.appendingPathComponent("model")
      try writeModel(to: model)
      func refusal(_ arguments: [String]) -> String {
        do {
          try GenerateCommand.parse(arguments).generate(to: Output(.people, console: Recorder().console()))
          return ""
        } catch { return "\(error)" }
      }
      #expect(refusal(["x", "--model", folder.appendingPathComponent("none").path]).contains("no such model"))
      #expect(refusal(["x", "--model", model.path, "--chat"]).contains("no chat template"))
      #expect(refusal([text, "--model", model.path]).contains("shorten it"))
      try Data("{}".utf8).write(to: model.appendingPathComponent("tokenizer.json"))
      #expect(refusal(["x", "--model", model.path]).contains("tokenizer.json"))
      #expect(throws: (any Error).self) { try GenerateCommand.parse(["x", "--model", "m", "--top-p", "0"]) }
      #expect(throws: (any Error).self) { try GenerateCommand.parse(["x", "--model", "m", "--system", "s"]) }
    }
  }
}
