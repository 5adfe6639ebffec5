import ArgumentParser
import Foundation
import Language
import Networks
import Repositories
import Tasks
import Tensors

/// The command `autodidact complete --repo REPO FILE:LINE --model M`, which writes on at a line of a file of a repository.
struct CompleteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete",
    abstract: "Write a file on from a line, with what the rest of the repository says about it.",
    discussion: """
      The model reads what was retrieved of the repository, then the file up to the line; it writes from that line to the end of \
      the block. With --adapter, which `autodidact adapt REPO` wrote, it has learned the repository. Nothing is changed on disk.
      """)

  @Argument(help: ArgumentHelp("A file of the repository and a line, counted from 1.", valueName: "file:line"))
  var place: String

  @Option(help: ArgumentHelp("The repository.", valueName: "folder"))
  var repo = "."

  @Option(
    help: ArgumentHelp("A folder, a .gguf file, or a name that `autodidact model list` shows.", valueName: "model"))
  var model: String

  @Option(help: ArgumentHelp("A PEFT adapter of the model.", valueName: "folder"))
  var adapter: String?

  @Option(help: ArgumentHelp("What is retrieved: file, symbol, dependency or none.", valueName: "choice"))
  var retrieval = "symbol"

  @Option(help: "The most bytes that are retrieved.")
  var contextBytes = 2_000

  @Option(help: "The most tokens that are written.")
  var maxTokens = 200

  @Option(help: "The divisor of the logits; 0 takes the most likely token.")
  var temperature = 0.0

  @Option(help: "The seed.")
  var seed: UInt64 = 0

  @Flag(help: "Print JSON for programs.")
  var json = false

  @OptionGroup var machine: MachineOptions

  /// What programs read.
  struct Result: Encodable {
    let file: String
    let line: Int
    let completion: String
    let promptTokens: Int
    /// The log-probability of all that was written.
    let logProbability: Double
  }

  /// The settings that the flags make.
  var settings: SamplingSettings {
    var settings = SamplingSettings()
    (settings.temperature, settings.maxTokens, settings.seed) = (temperature, maxTokens, seed)
    return settings
  }

  func validate() throws {
    if let problem = settings.problem { throw ValidationError("--\(problem)") }
    guard retrieval == "none" || ContextChoice(rawValue: retrieval) != nil else {
      let names = ContextChoice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--retrieval is \(retrieval); give none, \(names)")
    }
    guard (0...1_000_000).contains(contextBytes) else {
      throw ValidationError("--context-bytes is \(contextBytes); give 0 to 1000000")
    }
  }

  func run() async throws { try await reportingFailure { try await complete(to: Output(OutputMode(isJSON: json))) } }

  func complete(to output: Output) async throws {
    let device = try machine.prepared()
    let (path, line) = try named()
    let repository = try await Repository(at: URL(fileURLWithPath: repo))
    guard let file = repository[path] else {
      throw BadInputError("\(repo) has no file \(path) of text; give its path from the repository")
    }
    let builder = ContextBuilder(
      await RepositoryIndex(repository), choice: ContextChoice(rawValue: retrieval) ?? .symbol,
      budget: retrieval == "none" ? 0 : contextBytes)
    let prompt = try builder.prompt(in: path, at: line)
    let language = try LanguageModel.named(model, adapter: adapter, on: device)
    let room = language.decoder.configuration.longest - maxTokens - 1
    let begin = [language.tokenizer.specials.beginning].compactMap { $0 }
    // The nearest lines stand last: what has no room is cut at the beginning.
    let ids = begin + language.tokenizer.encode(prompt, parsing: .ordinary).suffix(max(1, room - begin.count))
    let found = try language.complete([ids], settings)[0][0]
    let text = file.language.firstBlock(of: found.text)
    let result = Result(
      file: path, line: line, completion: text, promptTokens: ids.count,
      logProbability: found.logProbabilities.reduce(0, +))
    try output.result(result) { withoutControls(text) }
  }

  /// The path and the line.
  private func named() throws -> (String, Int) {
    guard let colon = place.lastIndex(of: ":"), let line = Int(place[place.index(after: colon)...]), line > 0 else {
      throw BadInputError("\(place) is no FILE:LINE; give such as src/parse.py:120")
    }
    let path = String(place[..<colon])
    let (base, full) = (
      URL(fileURLWithPath: repo).standardizedFileURL.path, URL(fileURLWithPath: path).standardizedFileURL.path
    )
    // From the current folder as editors give it, or from the repository.
    return (full.hasPrefix(base + "/") && path.hasPrefix("/") ? String(full.dropFirst(base.count + 1)) : path, line)
  }
}
