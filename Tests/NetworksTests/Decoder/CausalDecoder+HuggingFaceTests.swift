import Foundation
import Networks
import Tensors
import Testing

/// Tiny models of every family against transformers: logits to 1e-4, losses to 1e-5, gradients to 1e-4 of the largest entry.
@Suite(.enabled(if: Golden.isHere)) struct CausalDecoderHuggingFaceTests {
  static let folders = ["gpt2", "llama", "qwen3", "gemma3_text", "qwen2-sharded-bf16"]

  private func decoder(_ name: String, _ file: String = "config.json") throws -> CausalDecoder {
    let folder = Golden.folder.appending(path: name)
    let c = try DecoderConfiguration(huggingFace: folder.appending(path: file))
    return try CausalDecoder(huggingFace: folder, configuration: c)
  }

  @Test(arguments: folders, ["config.json", "config.legacy.json"])
  func logitsAreThePublishedOnes(name: String, file: String) throws {
    let golden = try Golden.tensors("\(name)/golden.safetensors")
    let (tokens, mask) = (golden["input_ids"]!, golden["attention_mask"]!)
    let decoder = try decoder(name, file)
    let logits = withoutGradient { decoder(tokens, mask: mask) }
    #expect(Golden.distance(logits, golden["logits"]!, mask: mask) < 1e-4)
    let twice = withoutGradient { withSecondOrder { decoder(tokens, mask: mask) } }
    #expect(Golden.distance(twice, golden["logits"]!, mask: mask) < 1e-4)
  }

  @Test(arguments: folders) func lossAndGradientsAreThePublishedOnes(name: String) throws {
    let golden = try Golden.tensors("\(name)/golden.safetensors")
    let (loss, gradient) = valueAndGradient(at: try decoder(name)) {
      $0.meanLoss(golden["input_ids"]!, mask: golden["attention_mask"]!, labels: golden["labels"]!)
    }
    #expect(abs(loss.item - golden["mean_loss"]!.item) < 1e-5)
    let named = try #require(gradient.huggingFaceTensors)
    var compared = 0
    for (key, expected) in golden where key.hasPrefix("grad.") {
      let own = try #require(named[String(key.dropFirst(5))])
      let largest = expected.magnitude().max().item
      #expect(distance(own, expected) < 1e-4 * largest, "\(key)")
      compared += 1
    }
    #expect(compared >= 3)
  }

  @Test(arguments: folders) func greedyTextIsThePublishedOne(name: String) throws {
    let golden = try Golden.tensors("\(name)/golden.safetensors")
    let decoder = try decoder(name)
    let alone = decoder.greedy(after: golden["generate.prompt"]!, count: 16)
    #expect(alone.tokens[0] == golden["generate.ids"]!.scalars(Int.self))
    #expect(distance(alone.logits[0], golden["generate.logits"]!) < 1e-4)
    let rows = decoder.greedy(
      after: golden["generate.left.prompt"]!, mask: golden["generate.left.mask"]!, count: 16)
    #expect(rows.tokens.flatMap { $0 } == golden["generate.left.ids"]!.scalars(Int.self))
  }

  @Test(arguments: folders) func whatIsWrittenIsWhatWasRead(name: String) throws {
    let decoder = try decoder(name)
    let place = FileManager.default.temporaryDirectory.appending(path: "decoder-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    try decoder.write(huggingFace: place, mostShardBytes: 100_000)
    #expect(FileManager.default.fileExists(atPath: place.appending(path: "model.safetensors.index.json").path))
    let again = try CausalDecoder(huggingFace: place)
    #expect(again.configuration == decoder.configuration)
    #expect(zip(again.leaves, decoder.leaves).allSatisfy { $0.name == $1.name && distance($0.tensor, $1.tensor) == 0 })
    // Bit for bit what the published file holds.
    let (own, published) = (
      try SafetensorsFolder(place), try SafetensorsFolder(Golden.folder.appending(path: name))
    )
    #expect(own.names == published.names)
    for tensor in published.names {
      let (a, b) = (try own.tensor(tensor), try published.tensor(tensor))
      #expect(a?.dtype == b?.dtype && distance(a!, b!) == 0, "\(tensor)")
    }
  }
}
