import ArgumentParser
import Foundation
import Language
import Networks
import Tasks
import Tensors

/// The command `autodidact generate PROMPT --model M`, which lets a language model complete a prompt or answer a chat.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Complete a prompt, or answer in a chat, with a language model.",
    discussion: """
      A model is a Hugging Face folder (config.json, safetensors, tokenizer.json) or a .gguf file. With --chat the \
      prompt is a message, put into the model's own template; text in it cannot become a special token. One completion \
      is shown as it is written; several come one after another. Completion c of prompt p is a function of --seed, p \
      and c.
      """)

  @Argument(help: "The prompt, or - for standard input.")
  var prompt: String

  @Option(
    help: ArgumentHelp("A folder, a .gguf file, or a name that `autodidact model list` shows.", valueName: "model"))
  var model: String

  @Option(help: ArgumentHelp("A PEFT adapter of the model.", valueName: "folder"))
  var adapter: String?

  @Option(name: .customLong("n"), help: "Completions.")
  var count = 1

  @Option(help: "The most tokens of a completion.")
  var maxTokens = 200

  @Option(help: "The divisor of the logits; 0 takes the most likely token.")
  var temperature = 1.0

  @Option(help: "Draw from so many most likely tokens; 0 for all.")
  var topK = 0

  @Option(help: "Draw from the most likely tokens that have this probability together.")
  var topP = 1.0

  @Option(help: "Draw from tokens that have this share of the most likely one's probability.")
  var minP = 0.0

  @Option(help: "What logits of tokens that are there already are divided by.")
  var repetitionPenalty = 1.0

  @Option(help: "A text to stop at; may be given again.")
  var stop: [String] = []

  @Option(help: "The seed.")
  var seed: UInt64 = 0

  @Flag(help: "Put the prompt into the model's chat template.")
  var chat = false

  @Option(
    help: ArgumentHelp(
      "Draft tokens that the model checks several of in one pass, of the same distribution: lookup (from the text itself) "
        + "or a smaller model of the same tokenizer.", valueName: "lookup|path"))
  var draft: String?

  @Option(help: "Tokens that are drafted a pass.")
  var draftTokens = 4

  @Option(help: "The system message of a chat.")
  var system: String?

  @Flag(help: "Print JSON for programs, with ids and log-probabilities.")
  var json = false

  @OptionGroup var machine: MachineOptions

  /// The result for programs.
  struct Result: Encodable {
    let model: String
    let prompt: String
    let promptTokens: Int
    let completions: [Completion]
    let tokensPerSecond: Double
    /// The savings of drafts, or `nil` without them.
    let speculation: SpeculationCount?
  }

  /// The settings that the flags make.
  var settings: SamplingSettings {
    var settings = SamplingSettings()
    (settings.temperature, settings.topK, settings.topP, settings.minP) = (temperature, topK, topP, minP)
    (settings.repetitionPenalty, settings.maxTokens) = (repetitionPenalty, maxTokens)
    (settings.stop, settings.count, settings.seed) = (stop, count, seed)
    return settings
  }

  func validate() throws {
    if let problem = settings.problem { throw ValidationError("--\(problem)") }
    if draft != nil, count > 1 { throw ValidationError("--draft is for one completion: leave --n out") }
    guard (1...64).contains(draftTokens) else {
      throw ValidationError("--draft-tokens is \(draftTokens); give 1 to 64")
    }
    if system != nil, !chat { throw ValidationError("--system is for a chat: add --chat") }
  }

  func run() throws { try reportingFailure { try generate(to: Output(OutputMode(isJSON: json))) } }

  func generate(to output: Output) throws {
    let device = try machine.prepared()
    let language = try LanguageModel.named(model, adapter: adapter, on: device)
    let text = prompt == "-" ? try Self.standardInput() : prompt
    let ids =
      chat
      ? try language.chat((system.map { [ChatMessage("system", $0)] } ?? []) + [ChatMessage("user", text)])
      : language.tokenizer.encode(text, addingSpecials: true, parsing: .ordinary)
    let streams = output.mode == .people && count == 1
    let clock = Date()
    func show(_ text: String) {
      if streams { FileHandle.standardOutput.write(Data(withoutControls(text).utf8)) }
    }
    let completions: [Completion]
    var speculation: SpeculationCount?
    if let draft {
      let drafts = draft == "lookup" ? Draft.lookup() : .model(try LanguageModel.named(draft, on: device))
      let found = try language.complete(ids, settings, drafting: drafts, tokens: draftTokens, each: show)
      (completions, speculation) = ([found.completion], found.count)
    } else {
      completions = try language.complete([ids], settings) { _, _, text in show(text) }[0]
    }
    if streams {
      FileHandle.standardOutput.write(Data("\n".utf8))
      return
    }
    let tokens = completions.reduce(0) { $0 + $1.ids.count }
    let result = Result(
      model: language.name, prompt: text, promptTokens: ids.count, completions: completions,
      tokensPerSecond: Double(tokens) / max(Date().timeIntervalSince(clock), 1e-9), speculation: speculation)
    try output.result(result) {
      completions.enumerated().map { "[\($0.offset + 1)]\n\(withoutControls($0.element.text))" }.joined(
        separator: "\n\n")
    }
  }

  private static func standardInput() throws -> String {
    let data = FileHandle.standardInput.readDataToEndOfFile()
    guard let text = String(validating: data, as: UTF8.self) else { throw BadInputError("standard input is not UTF-8") }
    return text
  }
}
