import Foundation
import Tensors
import Testing

@testable import Networks

@Suite(.enabled(if: Golden.isHere)) struct RotaryFrequenciesTests {
  /// The nine settings, through the same reader as a configuration.
  @Test(arguments: [
    "default", "default-smollm2", "linear", "dynamic-short", "dynamic-long", "llama3", "yarn", "yarn-options",
    "partial",
  ])
  func frequenciesAreThoseOfTransformers(name: String) throws {
    let golden = try #require(try Golden.json("rope.json")[name] as? [String: Any])
    let longest = try #require(golden["max_position_embeddings"] as? Int)
    let file = FileManager.default.temporaryDirectory.appending(path: "rope-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let fields: [String: Any] = [
      "model_type": "llama", "hidden_size": 256, "num_attention_heads": 4, "max_position_embeddings": longest,
      "rope_parameters": golden["rope_parameters"]!,
    ]
    try JSONSerialization.data(withJSONObject: fields).write(to: file)
    let c = try DecoderConfiguration(huggingFace: file)
    let frequencies = RotaryFrequencies(
      c.rotary!, headWidth: 64, longest: longest, length: golden["seq_len"] as? Int ?? longest)
    let expected = try #require(golden["inv_freq"] as? [Double])
    #expect(frequencies.frequencies.count == expected.count)
    for (own, published) in zip(frequencies.frequencies, expected) { #expect(abs(Double(own) / published - 1) < 1e-6) }
    #expect(abs(Double(frequencies.factor) - (golden["attention_factor"] as! Double)) < 1e-6)
    let table = frequencies.table(at: Tensor(golden["positions"] as! [Int], shape: [3]), dtype: .float32)
    for (tensor, key) in [(table.cosines, "cos"), (table.sines, "sin")] {
      let rows = try #require(golden[key] as? [[Double]])
      let half = tensor.narrowed(1, from: 0, length: expected.count)
      // A frequency's last bit turns position 1000 by up to 1e-4.
      #expect(distance(half, numbers(rows.flatMap { $0 }, [3, expected.count])) < 2e-4)
    }
  }
}
