import Foundation
import Networks
import Randomness
import Tensors
import Testing

/// The real models of the golden values, whose files are too large for a repository: their paths are in the environment.
private enum Model: String, CaseIterable {
  case smolLM2 = "AUTODIDACT_SMOLLM2"
  case gemma3 = "AUTODIDACT_GEMMA3"

  var file: URL? { ProcessInfo.processInfo.environment[rawValue].map { URL(filePath: $0) } }
  var golden: String { self == .smolLM2 ? "smollm2.json" : "gemma3-270m.json" }
  static var here: [Model] { allCases.filter { $0.file != nil } }
}

@Suite(.enabled(if: Golden.isHere)) struct CausalDecoderGGUFTests {
  @Test func aMixtureOfFormatsWithTurnedRowsIsRead() throws {
    let golden = try Golden.tensors("gguf/llama-mixed.safetensors")
    let decoder = try CausalDecoder(gguf: Golden.folder.appending(path: "gguf/llama-mixed.gguf"))
    let mask = golden["attention_mask"]!
    let logits = withoutGradient { decoder(golden["input_ids"]!, mask: mask) }
    #expect(Golden.distance(logits, golden["logits"]!, mask: mask) < 1e-4)
    #expect(decoder.configuration.isTied && decoder.configuration.family == .llama)
  }

  /// Every byte of the header may be wrong: the decoder is refused, or one that can be run.
  @Test func noMutationOfAHeaderEndsTheProgram() throws {
    let file = try Data(contentsOf: Golden.folder.appending(path: "gguf/llama-mixed.gguf"))
    var generator = Generator(seed: 5)
    var refused = 0
    for round in 0..<400 {
      var data = file
      // The numbers of the model, and the table of its tensors; between them are the tokens.
      let region = round % 2 == 0 ? 4..<620 : 8_470..<10_250
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        data[Int.random(in: region, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      do {
        let decoder = try CausalDecoder(try GGUF(decoding: data), keepsBlocks: round % 3 == 0)
        _ = withoutGradient { decoder(Tensor([1], shape: [1, 1])) }
      } catch { refused += 1 }
    }
    #expect(refused > 50)
  }

  @Test func weightsThatStayInBlocksSayTheSame() throws {
    let golden = try Golden.tensors("gguf/llama-mixed.safetensors")
    let decoder = try CausalDecoder(gguf: Golden.folder.appending(path: "gguf/llama-mixed.gguf"), keepsBlocks: true)
    #expect(decoder.blocks.allSatisfy { $0.mlp.down.quantized?.format == .q8_0 })
    #expect(decoder.buffers.count == 3 && !decoder.names.contains { $0.contains("down") })
    let (tokens, mask) = (golden["input_ids"]!, golden["attention_mask"]!)
    let logits = withoutGradient { decoder(tokens, mask: mask) }
    #expect(Golden.distance(logits, golden["logits"]!, mask: mask) < 1e-4)

    // Adapters beside them learn; merged, the weight is one of numbers again.
    var generator = Generator(seed: 1)
    let adapted = decoder.converted(to: .float32).addingLowRankAdapters(rank: 2, to: "*down*", using: &generator)
    let (_, gradient) = valueAndGradient(at: adapted) { $0(tokens).squared().mean() }
    #expect(gradient.blocks[0].mlp.down.adapter!.up.magnitude().max().item > 0)
    let merged = adapted.mergingLowRankAdapters()
    #expect(merged.buffers.isEmpty && merged.huggingFaceTensors != nil && adapted.huggingFaceTensors == nil)
    #expect(Golden.distance(withoutGradient { merged(tokens, mask: mask) }, logits, mask: mask) < 1e-4)
  }

  /// Log-probabilities to 1e-3, losses to 1e-4, and the likeliest token wherever its margin exceeds 1e-2.
  @Test(arguments: Model.here, [false, true])
  fileprivate func aRealModelSaysWhatItSays(model: Model, keepsBlocks: Bool) throws {
    let decoder = try CausalDecoder(gguf: try #require(model.file), keepsBlocks: keepsBlocks)
    let prompts = try #require(try Golden.json(model.golden)["prompts"] as? [[String: Any]])
    #expect(prompts.count >= 4)
    for prompt in prompts {
      let name = prompt["prompt"] as? String ?? ""
      let ids = try #require(prompt["ids"] as? [Int])
      let greedy = try #require(prompt["greedy_ids"] as? [Int])
      let margins = try #require(prompt["greedy_margins"] as? [Double])
      let text = ids + greedy
      let logits = withoutGradient { decoder(Tensor(text, shape: [1, text.count])) }[0]  // [length, vocabulary]
      let logProbabilities = logits.logSoftmax(-1)

      let labels = Tensor(Array(ids.dropFirst()), shape: [ids.count - 1])
      let loss = Loss.crossEntropy(logits.narrowed(0, from: 0, length: ids.count - 1), labels, .softmax).mean().item
      #expect(abs(loss - (prompt["mean_loss"] as! Double)) < 1e-4, "\(name)")

      let top = Tensor(prompt["top_ids"] as! [Int], shape: [10])
      let own = elements(logProbabilities[ids.count - 1].gathered(0, at: top))
      let off = zip(own, prompt["top_logprobs"] as! [Double]).map { abs($0 - $1) }.max()!
      #expect(off < 1e-3, "\(name)")

      let chosen = logits.argmax(-1).scalars(Int.self)
      for step in greedy.indices where margins[step] > 1e-2 {
        #expect(chosen[ids.count - 1 + step] == greedy[step], "\(name): token \(step)")
      }
    }
  }

  /// 700 tokens, of which the sliding layers see the last 512.
  @Test(.enabled(if: Model.gemma3.file != nil)) func aTextLongerThanTheWindowIsReadAsPublished() throws {
    let decoder = try CausalDecoder(gguf: try #require(Model.gemma3.file))
    let golden = try #require(try Golden.json(Model.gemma3.golden)["beyond_window"] as? [String: Any])
    let ids = try #require(golden["ids"] as? [Int])
    let window = try #require(decoder.configuration.window)
    #expect(ids.count > window)
    let tokens = Tensor(ids, shape: [1, ids.count])
    let loss = withoutGradient { decoder.meanLoss(tokens, labels: tokens).item }
    #expect(abs(loss - (golden["mean_loss"] as! Double)) < 1e-4)
  }
}
