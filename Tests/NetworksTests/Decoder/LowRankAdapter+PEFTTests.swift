import Foundation
import Networks
import Randomness
import Tensors
import Testing

/// Adapters of PEFT against PEFT: logits, losses, gradients and merged weights.
@Suite(.enabled(if: Golden.isHere)) struct LowRankAdapterPEFTTests {
  static let folders = [("llama-lora", "llama"), ("llama-rslora", "llama"), ("gpt2-lora", "gpt2")]

  private func base(_ name: String) throws -> CausalDecoder {
    try CausalDecoder(huggingFace: Golden.folder.appending(path: name))
  }

  @Test(arguments: folders) func outputsAndGradientsAreThoseOfPEFT(name: String, base: String) throws {
    let (golden, inputs) = (
      try Golden.tensors("\(name)/golden.safetensors"), try Golden.tensors("\(base)/golden.safetensors")
    )
    let (tokens, mask) = (inputs["input_ids"]!, inputs["attention_mask"]!)
    let decoder = try self.base(base).addingAdapters(peft: Golden.folder.appending(path: name))
    let logits = withoutGradient { decoder(tokens, mask: mask) }
    #expect(Golden.distance(logits, golden["logits"]!, mask: mask) < 1e-4)

    let merged = decoder.mergingLowRankAdapters()
    let after = withoutGradient { merged(tokens, mask: mask) }
    #expect(Golden.distance(after, golden["logits"]!, mask: mask) < 1e-4)
    let weights = try #require(merged.huggingFaceTensors)
    for (key, expected) in golden where key.hasPrefix("merged.") {
      #expect(distance(weights[String(key.dropFirst(7))]!, expected) < 1e-5)
    }

    let (loss, gradient) = valueAndGradient(at: decoder) {
      $0.meanLoss(tokens, mask: mask, labels: inputs["labels"]!)
    }
    #expect(abs(loss.item - golden["mean_loss"]!.item) < 1e-5)
    let paths = [
      "grad.model.layers.1.self_attn.q_proj": "blocks.1.attention.query",
      "grad.model.layers.2.mlp.up_proj": "blocks.2.mlp.up",
      "grad.transformer.h.0.attn.c_attn": "blocks.0.attention.queryKeyValue",
    ]
    let leaves = Dictionary(uniqueKeysWithValues: gradient.leaves.map { ($0.name, $0.tensor) })
    var compared = 0
    for (key, path) in paths {
      for (side, leaf) in [("A", "down"), ("B", "up")] {
        guard let expected = golden["\(key).lora_\(side).weight"] else { continue }
        #expect(distance(leaves["\(path).lora.\(leaf)"]!, expected) < 1e-4 * expected.magnitude().max().item)
        compared += 1
      }
    }
    #expect(compared == 2)
  }

  @Test(arguments: folders) func whatIsWrittenIsWhatWasRead(name: String, base: String) throws {
    let plain = try self.base(base)
    let decoder = try plain.addingAdapters(peft: Golden.folder.appending(path: name))
    let place = FileManager.default.temporaryDirectory.appending(path: "adapter-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    try decoder.write(peft: place, base: base)
    let again = try plain.addingAdapters(peft: place)
    #expect(again.names == decoder.names)
    #expect(zip(again.tensors, decoder.tensors).allSatisfy { distance($0, $1) == 0 })
    let tokens = Tensor([1, 2, 3, 4], shape: [1, 4])
    withoutGradient { #expect(distance(again(tokens), decoder(tokens)) < 1e-5) }
    let own = try SafetensorsFile(mapping: place.appending(path: "adapter_model.safetensors"))
    let theirs = try SafetensorsFile(
      mapping: Golden.folder.appending(path: name).appending(path: "adapter_model.safetensors"))
    #expect(own.names == theirs.names)
  }

  /// Each with one field or tensor that cannot be followed.
  @Test(arguments: [
    ("use_dora", "true"), ("bias", "\"all\""), ("modules_to_save", "[\"lm_head\"]"), ("peft_type", "\"IA3\""),
    ("r", "0"), ("r", "3"), ("r", "\"4\""), ("trainable_token_indices", "[1]"), ("lora_alpha", "null"),
    ("rank_pattern", "{\"(a+)+\": 2}"), ("rank_pattern", "{\"q_proj\": \"2\"}"), ("rank_pattern", "[1]"),
  ])
  func whatCannotBeFollowedIsRefused(key: String, value: String) throws {
    let source = Golden.folder.appending(path: "llama-lora")
    let place = FileManager.default.temporaryDirectory.appending(path: "adapter-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Data(contentsOf: source.appending(path: "adapter_model.safetensors")).write(
      to: place.appending(path: "adapter_model.safetensors"))
    var fields = try Golden.json("llama-lora/adapter_config.json")
    fields[key] = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
    try JSONSerialization.data(withJSONObject: fields).write(to: place.appending(path: "adapter_config.json"))
    let llama = try base("llama")
    if key == "lora_alpha" {
      #expect(throws: Never.self) { try llama.addingAdapters(peft: place) }  // absent, it has PEFT's default
    } else {
      #expect(throws: DecoderFileError.self) { try llama.addingAdapters(peft: place) }
    }
  }

  @Test func adaptersOfAnotherModelAreRefused() throws {
    let gpt2 = try base("gpt2")
    #expect(throws: DecoderFileError.self) {
      try gpt2.addingAdapters(peft: Golden.folder.appending(path: "llama-lora"))
    }
  }
}
