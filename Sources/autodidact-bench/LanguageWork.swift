import Foundation
import Language
import Networks
import Randomness
import Tasks
import Tensors

/// The model that language is measured with: SmolLM2-135M-Instruct, where Scripts/language-model.sh puts it, or another file or
/// folder in AUTODIDACT_LANGUAGE_MODEL.
private func languageModel(dtype: DType = .float32, keepsBlocks: Bool = false) throws -> LanguageModel {
  let path =
    ProcessInfo.processInfo.environment["AUTODIDACT_LANGUAGE_MODEL"]
    ?? ".deps/models/SmolLM2-135M-Instruct.Q4_1.gguf"
  guard FileManager.default.fileExists(atPath: path) else {
    stop("there is no \(path): run Scripts/language-model.sh, or name a model in AUTODIDACT_LANGUAGE_MODEL")
  }
  return try LanguageModel(at: URL(fileURLWithPath: path), dtype: dtype, keepsBlocks: keepsBlocks)
}

/// Writes the model as a Hugging Face folder of float32, which the peers read.
func writeLanguageFolder(_ folder: URL) throws {
  try languageModel().decoder.write(huggingFace: folder)
}

/// Measures reading 512 tokens and writing 64 after 128 with float32 weights, of one text, of 8 and of 64.
func benchLanguage() throws { try benchReading(try languageModel(), batches: [1, 8, 64]) }

/// Measures the same of one text with the weights as they are in the file.
func benchLanguageBlocks() throws { try benchReading(try languageModel(keepsBlocks: true), batches: [1]) }

private func benchReading(_ model: LanguageModel, batches: [Int]) throws {
  var generator = Generator(seed: 0)
  let decoder = model.decoder
  withoutGradient {
    let prompt = Tensor.integers(1_000..<40_000, [1, 512], using: &generator)
    report("prefill-512") {
      var cache = KeyValueCache()
      _ = decoder.logits(of: decoder.features(of: prompt, cache: &cache).selected(1, 511)).max().item
    }
    for rows in batches {
      var read = KeyValueCache()
      _ = decoder.features(of: prompt.narrowed(1, from: 0, length: 128), cache: &read)
      let start = read.rows(at: Array(repeating: 0, count: rows))
      let tokens = rows == 1 ? 64 : 16
      // Milliseconds a token of all rows together.
      report("decode-batch-\(rows)", iterations: tokens * rows) {
        var cache = start
        var token = Tensor.integers(1_000..<40_000, [rows, 1], using: &generator)
        for _ in 0..<tokens {
          let logits = decoder.logits(of: decoder.features(of: token, cache: &cache))  // [rows, 1, vocabulary]
          token = logits.argmax(-1)
        }
        _ = token.max().item
      }
    }
  }
}

/// Measures a training step of adapters of rank 8 beside every linear layer, four windows of 256 tokens; `how` is "float32",
/// "bfloat16", or either with "-recomputed".
func benchLanguageLoRA(_ how: String) throws {
  var plan = TextAdaptationPlan()
  (plan.batch, plan.window, plan.warmUp) = (4, 256, 0)
  plan.precision = how.hasPrefix("bfloat16") ? .bfloat16 : .float32
  plan.recomputesBlocks = how.hasSuffix("-recomputed")
  let model = try languageModel(dtype: plan.precision == .float32 ? .float32 : .bfloat16)
  var training = try TextTraining(model, [longText(seed: 1, tokens: 8_000, model)], plan)
  report("lora-step-4x256", seconds: 20) { _ = training.advance() }
}

/// Measures a step of sixteen adapters for sixteen short texts, together and one after another: of a decoder of bytes of three
/// million weights, and of SmolLM2.
func benchLanguageAdapters() throws {
  var settings = DecoderSettings()
  (settings.width, settings.heads, settings.layers) = (256, 8, 4)
  var generator = Generator(seed: 0)
  let small = try LanguageModel(
    "bytes", CausalDecoder(settings.configuration, using: &generator), .bytes)
  try benchAdapters("small", small)
  try benchAdapters("smollm2", try languageModel())
}

private func benchAdapters(_ name: String, _ model: LanguageModel) throws {
  var plan = TextAdaptationPlan()
  (plan.batch, plan.window, plan.warmUp) = (1, 64, 0)
  let texts = (0..<16).map { [longText(seed: UInt64($0), tokens: 60, model)] }
  var together = try TextTraining(model, texts: texts, plan)
  report("adapters-16-together-\(name)", seconds: 6) { _ = together.advance() }
  var alone = try texts.map { try TextTraining(model, $0, plan) }
  report("adapters-16-in-turn-\(name)", seconds: 6) {
    for index in alone.indices { _ = alone[index].advance() }
  }
}

/// A text of about as many tokens.
private func longText(seed: UInt64, tokens: Int, _ model: LanguageModel) -> TextDocument {
  var generator = Generator(seed: seed)
  let ids = (0..<tokens).map { _ in
    model.tokenizer.vocabularySize > 1_000 ? generator.integer(in: 1_000..<40_000) : generator.integer(in: 97..<123)
  }
  return TextDocument(name: "\(seed)", text: model.tokenizer.decode(ids))
}
