import ArgumentParser
import Foundation
import Language
import Networks
import Randomness
import Reports
import Runs
import Tasks
import Tensors

extension ModelCommand {
  /// The command `autodidact model new`, which trains a small decoder from nothing.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Train a small decoder from nothing on a text, with a tokenizer of the text's own.",
      discussion: """
        The result is a Hugging Face folder of a Llama that `generate`, `adapt` and `serve` take by its path, and other \
        programs read. Small models of one narrow text are what this is for.
        """)

    @Argument(help: "A text, or a folder of texts.")
    var text: String

    @Option(help: ArgumentHelp("The folder to write, which must not be there yet.", valueName: "folder"))
    var out: String

    @Option(help: "The most tokens of the vocabulary, the 256 bytes among them.")
    var vocabulary = 512

    @Option(help: "How texts are cut before merges: gpt2, llama3, qwen or smolLM.")
    var splitting = "gpt2"

    @Option(help: "Blocks.")
    var layers = 3

    @Option(help: "Numbers of a token.")
    var width = 128

    @Option(help: "Heads of attention.")
    var heads = 4

    @Option(help: "The most tokens that it reads at once.")
    var context = 512

    @Option(help: "Steps.")
    var steps = 1000

    @Option(help: "Windows a step.")
    var batch = 16

    @Option(help: "Tokens of a window.")
    var window = 128

    @Option(help: "The rate, after a rise of a hundred steps.")
    var rate = 1e-3

    @Option(help: "The seed.")
    var seed: UInt64 = 1

    func validate() throws {
      guard BPETrainer.Splitting(rawValue: splitting) != nil else {
        throw ValidationError("--splitting is \(splitting); give gpt2, llama3, qwen or smolLM")
      }
      guard vocabulary > 256 else {
        throw ValidationError("--vocabulary is \(vocabulary); give more than the 256 bytes")
      }
      guard width % heads == 0, width / heads % 2 == 0 else {
        throw ValidationError("--width is \(width) and --heads \(heads); give heads of an even number of numbers each")
      }
    }

    func run() throws { try reportingFailure { try make(on: .output) } }

    func make(on console: Console) throws {
      guard !FileManager.default.fileExists(atPath: out) else {
        throw BadInputError("cannot write \(out): it is there already; name a folder that is not")
      }
      let collection = try TextCollection(at: URL(fileURLWithPath: text))
      let trainer = BPETrainer(size: vocabulary, splitting: BPETrainer.Splitting(rawValue: splitting) ?? .gpt2)
      let learned = try trainer.train(on: collection.documents.map(\.text))
      let model = try fresh(learned.tokenizer)
      var plan = TextAdaptationPlan()
      (plan.method, plan.rate, plan.warmUp, plan.steps) = (.everything, rate, 100, steps)
      (plan.batch, plan.window, plan.seed) = (batch, min(window, context), seed)
      var training = try TextTraining(model, collection.documents, plan)
      var bar = ProgressBar("training", total: steps)
      for step in 0..<steps {
        let loss = training.advance()
        bar.update(step + 1, String(format: "loss %.3f", loss))
      }
      bar.finish()
      try write(training.adapted, learned)
      console.print(
        "wrote \(printable(out))  (\(model.decoder.parameterCount) weights, \(learned.tokenizer.vocabularySize) tokens)"
      )
    }

    /// A model that has learned nothing.
    private func fresh(_ tokenizer: Tokenizer) throws -> LanguageModel {
      var c = DecoderConfiguration()
      c.vocabulary = tokenizer.vocabularySize
      (c.width, c.layers, c.heads, c.keyValueHeads, c.headWidth) = (width, layers, heads, heads, width / heads)
      (c.innerWidth, c.longest, c.ends) = (width * 3, context, [0])
      if let problem = c.problem { throw BadInputError(problem) }
      var generator = Generator(seed: seed).child("model")
      return try LanguageModel(out, CausalDecoder(c, using: &generator), tokenizer, ends: [0])
    }

    private func write(_ model: LanguageModel, _ learned: BPETrainer.Result) throws {
      let target = URL(fileURLWithPath: out)
      let partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).partial")
      defer { try? FileManager.default.removeItem(at: partial) }  // gone if the folder is in its place
      try? FileManager.default.removeItem(at: partial)  // of an earlier try
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try model.decoder.write(huggingFace: partial)
      try learned.write(to: partial.appending(path: "tokenizer.json"))
      let end = "<|endoftext|>"
      try WholeFile.write(
        """
        {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "\(end)", "bos_token": "\(end)", \
        "unk_token": "\(end)", "clean_up_tokenization_spaces": false, "model_max_length": \(context)}

        """, to: partial.appending(path: "tokenizer_config.json"))
      try FileManager.default.moveItem(at: partial, to: target)
    }
  }
}
