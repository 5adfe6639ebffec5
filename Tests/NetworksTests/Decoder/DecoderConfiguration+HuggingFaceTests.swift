import Foundation
import Networks
import Testing

@Suite struct DecoderConfigurationHuggingFaceTests {
  private func read(_ fields: [String: Any]) throws -> DecoderConfiguration {
    try read(JSONSerialization.data(withJSONObject: fields))
  }

  private func read(_ data: Data) throws -> DecoderConfiguration {
    let file = FileManager.default.temporaryDirectory.appending(path: "config-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try data.write(to: file)
    return try DecoderConfiguration(huggingFace: file)
  }

  @Test func whatIsAbsentIsTheClasss() throws {
    let llama = try read(["model_type": "llama"])
    #expect(llama.keyValueHeads == llama.heads && llama.headWidth == llama.width / llama.heads)
    #expect(llama.rotary?.base == 10_000 && llama.epsilon == 1e-6 && !llama.isTied)
    let few = try read(["model_type": "llama", "num_attention_heads": 8, "hidden_size": 64])
    #expect(few.keyValueHeads == 8 && few.headWidth == 8)
    let qwen = try read(["model_type": "qwen3"])
    #expect(qwen.headWidth == 128 && qwen.hasQueryKeyNorms && qwen.attentionBiases == .none && !qwen.isTied)
    #expect(try read(["model_type": "qwen2"]).attentionBiases == .queryKeyValue)
    let gemma = try read(["model_type": "gemma3_text", "num_hidden_layers": 7])
    #expect(gemma.headWidth == 256 && gemma.isTied && gemma.slidingLayers == [0, 1, 2, 3, 4, 6])
    #expect(gemma.slidingRotary?.base == 10_000 && gemma.rotary?.base == 1_000_000 && gemma.window == 4096)
    let gpt2 = try read(["model_type": "gpt2"])
    #expect(gpt2.innerWidth == 3072 && gpt2.isTied && gpt2.rotary == nil && gpt2.longest == 1024)
  }

  @Test func slidingQwensBeginAtALayer() throws {
    let fields: [String: Any] = [
      "model_type": "qwen2", "num_hidden_layers": 5, "max_window_layers": 3, "sliding_window": 16,
    ]
    #expect(try read(fields).slidingLayers == [])
    let sliding = try read(fields.merging(["use_sliding_window": true]) { $1 })
    #expect(sliding.slidingLayers == [3, 4] && sliding.window == 16)
  }

  @Test(arguments: [
    "", "[]", "null", "{\"model_type\": 3}", "{\"model_type\": \"bert\"}", "{\"model_type\": \"llama\"",
    "{\"model_type\": \"llama\", \"hidden_size\": -1}", "{\"model_type\": \"llama\", \"hidden_size\": 1e300}",
    "{\"model_type\": \"llama\", \"hidden_size\": 1.5}", "{\"model_type\": \"llama\", \"hidden_size\": true}",
    "{\"model_type\": \"llama\", \"num_hidden_layers\": 1000000000}",
    "{\"model_type\": \"gemma3_text\", \"num_hidden_layers\": 1000000000}",
    "{\"model_type\": \"gemma3_text\", \"sliding_window_pattern\": 0}",
    "{\"model_type\": \"gemma3_text\", \"query_pre_attn_scalar\": 0}",
    "{\"model_type\": \"llama\", \"num_attention_heads\": 0}",
    "{\"model_type\": \"llama\", \"num_key_value_heads\": 5}",
    "{\"model_type\": \"llama\", \"num_key_value_heads\": 0}", "{\"model_type\": \"llama\", \"head_dim\": 3}",
    "{\"model_type\": \"llama\", \"rope_theta\": 0}", "{\"model_type\": \"llama\", \"hidden_act\": \"relu6\"}",
    "{\"model_type\": \"llama\", \"rope_scaling\": {\"type\": \"su\"}}",
    "{\"model_type\": \"llama\", \"rope_scaling\": {\"type\": \"linear\", \"factor\": 0}}",
    "{\"model_type\": \"llama\", \"rope_scaling\": 4}", "{\"model_type\": \"gpt2\", \"n_head\": 7}",
    "{\"model_type\": \"gpt2\", \"n_embd\": 4611686018427387904}", "{\"model_type\": \"gpt2\", \"n_inner\": \"x\"}",
    "{\"model_type\": \"qwen3\", \"layer_types\": [\"full_attention\"]}",
    "{\"model_type\": \"qwen2\", \"use_sliding_window\": true, \"sliding_window\": 0, \"max_window_layers\": -9}",
  ])
  func whatMakesNoModelIsRefused(text: String) {
    #expect(throws: DecoderFileError.self) { try read(Data(text.utf8)) }
  }

  @Test func deepNestingEndsNothing() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: DecoderFileError.self) { try read(Data("{\"model_type\": \"llama\", \"x\": \(deep)".utf8)) }
  }

  @Test func textBeyondTheTrainedPositionsIsRefused() throws {
    let plain = try read(["model_type": "llama", "max_position_embeddings": 32])
    #expect(plain.problem(ofLength: 32) == nil && plain.problem(ofLength: 33)?.contains("32 positions") == true)
    let scaled = try read([
      "model_type": "llama", "max_position_embeddings": 32, "rope_scaling": ["type": "dynamic", "factor": 2.0],
    ])
    #expect(scaled.problem(ofLength: 1000) == nil)
  }
}
