import ArgumentParser
import Foundation
import Networks
import Randomness
import Repositories
import Tasks
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct RepositoryCommandTests {
  /// Twelve modules of functions that differ, and a test of each.
  private func writeRepository(to folder: URL) throws -> String {
    var all = ""
    for index in 0..<12 {
      let name = "scale\(index)"
      let body = (0..<6).map { "    total\(index) = total\(index) * \(index + $0) + offset\($0) - \(index * 7 + $0)" }
      let text =
        "def \(name)(total\(index), " + (0..<6).map { "offset\($0)" }.joined(separator: ", ")
        + "):\n    \"\"\"Scales \(name) by the table of module \(index), then moves it by each of its six offsets.\"\"\"\n"
        + body.joined(separator: "\n") + "\n    return total\(index)\n"
      try Data(text.utf8).write(to: folder.appendingPathComponent("module\(index).py"))
      all += text
    }
    return all
  }

  private func writeModel(to folder: URL, of text: String) throws {
    let trained = try BPETrainer(size: 300, specials: ["<|end|>"]).train(on: [text])
    var c = DecoderConfiguration()
    (c.vocabulary, c.width, c.layers, c.heads, c.keyValueHeads, c.headWidth) = (300, 32, 2, 4, 2, 8)
    (c.innerWidth, c.longest) = (64, 512)
    var generator = Generator(seed: 1)
    try CausalDecoder(c, using: &generator).write(huggingFace: folder)
    try trained.write(to: folder.appendingPathComponent("tokenizer.json"))
  }

  @Test(.timeLimit(.minutes(2)))
  func aRepositoryIsLearnedAndItsHeldOutFunctionsAreAsked() async throws {
    try await withTemporaryFolder { folder in
      let (repository, model) = (folder.appendingPathComponent("code"), folder.appendingPathComponent("model"))
      try FileManager.default.createDirectory(at: repository, withIntermediateDirectories: true)
      try writeModel(to: model, of: try writeRepository(to: repository))
      let out = folder.appendingPathComponent("adapter").path
      let settings = ["steps=20", "window=64", "rate=0.01", "warmUp=0", "measureEvery=10", "heldOut=0.3"]
      let arguments =
        [repository.path, "--repository", "--model", model.path, "--out", out, "--threshold", "9", "--passages", "8"]
        + ["--answers", "2", "--ablate", "--mix", "docstring=1,fix=1"] + settings.flatMap { ["--set", $0] }
      let result = Recorder()
      try await AdaptCommand.parse(arguments + ["--json"])
        .adaptToRepository(on: .cpu, to: Output(.json, console: result.console()), console: Recorder().console())
      let object = try #require(try JSONSerialization.jsonObject(with: Data(result.text.utf8)) as? [String: Any])
      #expect(object["files"] as? Int == 12 && object["definitions"] as? Int == 12)
      #expect((object["heldOutDefinitions"] as? Int ?? 0) >= 3)
      let text = try #require(object["text"] as? [String: Any])
      let heldOut = try #require(text["heldOut"] as? [String: Any])
      #expect((heldOut["rise"] as? Double ?? 1) < -0.2, "held-out questions cost fewer bits")
      let kinds = try #require(object["kinds"] as? [[String: Any]])
      let docstrings = try #require(kinds.first { $0["name"] as? String == "docstring" })
      #expect(docstrings["contribution"] is Double, "the run without docstrings was compared")
      #expect((object["answersAfter"] as? [String: Any])?["asked"] as? Int == 2)
      #expect(FileManager.default.fileExists(atPath: out))

      let written = Recorder()
      let place = ["module3.py:2", "--repo", repository.path, "--model", model.path, "--adapter", out]
      try await CompleteCommand.parse(place + ["--max-tokens", "24", "--json"])
        .complete(to: Output(.json, console: written.console()))
      #expect(written.text.contains("\"line\" : 2"))
      for wrong in ["module3.py", "module3.py:0", "module3.py:999", "none.py:1"] {
        await #expect("\(wrong)") {
          try await CompleteCommand.parse([wrong] + place.dropFirst())
            .complete(to: Output(.json, console: Recorder().console()))
        } throws: { $0 is any InvalidInput }
      }
    }
  }

  @Test func aFolderWithoutFunctionsSaysWhatToDo() async throws {
    try await withTemporaryFolder { folder in
      let (repository, model) = (folder.appendingPathComponent("notes"), folder.appendingPathComponent("model"))
      try FileManager.default.createDirectory(at: repository, withIntermediateDirectories: true)
      try Data("only words, many words\n".utf8).write(to: repository.appendingPathComponent("a.txt"))
      try writeModel(to: model, of: "only words")
      let command = try AdaptCommand.parse(
        [repository.path, "--repository", "--model", model.path, "--out", folder.appendingPathComponent("a").path])
      await #expect(throws: BadInputError.self) {
        try await command.adaptToRepository(
          on: .cpu, to: Output(.json, console: Recorder().console()), console: Recorder().console())
      }
    }
  }

  @Test func mixesThatNameNoKindAreRefused() throws {
    for wrong in ["bug=1", "fix", "fix=-1", "fix=x"] {
      #expect(throws: BadInputError.self) { try RepositoryOptions.parse(["--mix", wrong]).weights() }
    }
    #expect(
      try RepositoryOptions.parse(["--mix", "masked function=2, fix=0"]).weights() == [.maskedFunction: 2, .fix: 0])
    #expect(throws: BadInputError.self) { try RepositoryOptions.parse(["--retrieval", "web"]).choice() }
  }
}
