import ArgumentParser
import Foundation
import Language
import Networks
import Reports
import Tasks
import Tensors

/// The command `autodidact model`, which brings, lists, shows, converts and removes language models.
struct ModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Bring, list, show, convert and remove language models.",
    discussion: """
      Commands that take --model take a path (a .gguf file, or a Hugging Face folder) or the name of a model in the models \
      folder: $AUTODIDACT_MODELS, or ~/.local/share/autodidact/models. Nothing is downloaded unless `model get` is asked to.
      """,
    subcommands: [Get.self, New.self, List.self, Show.self, Convert.self, Remove.self],
    defaultSubcommand: List.self)
}

extension ModelCommand {
  /// The command `autodidact model list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the models that are here, and those that can be got.")

    @Flag(help: "Print JSON for programs.")
    var json = false

    /// What programs read of a model.
    struct Row: Encodable {
      let name: String
      let path: String?
      let bytes: Int
      let about: String?
      let license: String?
    }

    func run() throws { try reportingFailure { try list(ModelFolder(), to: Output(OutputMode(isJSON: json))) } }

    func list(_ folder: ModelFolder, to output: Output) throws {
      let here = folder.entries
      let rows =
        here.map { entry in
          let known = KnownModel.all.first { $0.name == entry.name }
          return Row(
            name: entry.name, path: entry.url.path, bytes: entry.bytes, about: known?.about, license: known?.license)
        }
        + KnownModel.all.filter { known in !here.contains { $0.name == known.name } }.map {
          Row(name: $0.name, path: nil, bytes: $0.bytes, about: $0.about, license: $0.license)
        }
      try output.result(rows) {
        let cells = rows.map { row in
          [
            row.name, String(format: "%.0f MB", Double(row.bytes) / 1e6), row.license ?? "",
            row.path.map { printable($0) } ?? "autodidact model get \(row.name)",
          ]
        }
        return Table(["model", "size", "licence", "where"], numeric: [1], rows: cells).text(console: output.console)
      }
    }
  }

  /// The command `autodidact model show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a model is: family, sizes, context, tokenizer.")

    @Argument(help: "A path, or the name of a model.")
    var model: String

    @Flag(help: "Print JSON for programs.")
    var json = false

    /// What programs read.
    struct Result: Encodable {
      let path: String
      let family: String
      let parameters: Int
      let layers: Int
      let width: Int
      let heads: Int
      let keyValueHeads: Int
      let vocabulary: Int
      let tokens: Int
      let context: Int
      let hasChatTemplate: Bool
      /// The formats of quantized weights, with the number of matrices in each.
      let formats: [String: Int]
    }

    func run() throws { try reportingFailure { try show(ModelFolder(), to: Output(OutputMode(isJSON: json))) } }

    func show(_ folder: ModelFolder, to output: Output) throws {
      let url = try folder.resolve(model)
      let language = try LanguageModel(at: url, keepsBlocks: true)
      let c = language.decoder.configuration
      var (formats, copy, blocks) = ([String: Int](), language.decoder, 0)
      func count(_ matrix: QuantizedMatrix?) {
        guard let matrix else { return }
        formats[matrix.format.rawValue, default: 0] += 1
        blocks += matrix.rows * matrix.columns
      }
      copy.walkParts(Linear.self) { _, layer in count(layer.quantized) }
      copy.walkParts(Embedding.self) { _, table in count(table.quantized) }
      let result = Result(
        path: url.path, family: c.family.rawValue, parameters: language.decoder.parameterCount + blocks,
        layers: c.layers,
        width: c.width, heads: c.heads, keyValueHeads: c.keyValueHeads, vocabulary: c.vocabulary,
        tokens: language.tokenizer.vocabularySize, context: c.longest, hasChatTemplate: language.template != nil,
        formats: formats)
      try output.result(result) {
        let kept = formats.sorted { $0.key < $1.key }.map { "\($0.value) matrices in \($0.key)" }
        return """
          \(printable(result.path))
          \(result.family), \(String(format: "%.1f", Double(result.parameters) / 1e6)) M weights\
          \(kept.isEmpty ? "" : " (" + kept.joined(separator: ", ") + ")")
          \(c.layers) blocks of width \(c.width), \(c.heads) heads, \(c.keyValueHeads) of keys and values
          \(result.tokens) tokens, a context of \(c.longest), \(result.hasChatTemplate ? "a" : "no") chat template
          """
      }
    }
  }

  /// The command `autodidact model convert`.
  struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a model as a Hugging Face folder.",
      discussion: """
        Quantized weights become numbers. The tokenizer's files of a folder are copied; that of a .gguf file stays there, and \
        is named in the result.
        """)

    @Argument(help: "A path, or the name of a model.")
    var model: String

    @Option(help: ArgumentHelp("The folder to write, which must not be there yet.", valueName: "folder"))
    var out: String

    @Option(help: "float32 or bfloat16.")
    var dtype = "float32"

    func validate() throws {
      guard ["float32", "bfloat16"].contains(dtype) else {
        throw ValidationError("--dtype is \(dtype); give float32 or bfloat16")
      }
    }

    func run() throws { try reportingFailure { try convert(ModelFolder(), to: .output) } }

    func convert(_ folder: ModelFolder, to console: Console) throws {
      let (url, target) = (try folder.resolve(model), URL(fileURLWithPath: out))
      guard !FileManager.default.fileExists(atPath: out) else {
        throw BadInputError("cannot write \(out): it is there already; name a folder that is not")
      }
      let partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).partial")
      defer { try? FileManager.default.removeItem(at: partial) }  // gone if the folder is in its place
      try? FileManager.default.removeItem(at: partial)  // of an earlier try
      let language = try LanguageModel(at: url, dtype: dtype == "float32" ? .float32 : .bfloat16)
      try language.decoder.write(huggingFace: partial)
      let names = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "generation_config.json"]
      let copied = names.filter { FileManager.default.fileExists(atPath: url.appending(path: $0).path) }
      for name in copied {
        try FileManager.default.copyItem(at: url.appending(path: name), to: partial.appending(path: name))
      }
      try FileManager.default.moveItem(at: partial, to: target)
      console.print(
        "wrote \(printable(out))"
          + (copied.isEmpty ? " (its tokenizer stays in \(printable(url.lastPathComponent)))" : ""))
    }
  }

  /// The command `autodidact model remove`.
  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a model from the models folder.")

    @Argument(help: "The name of a model in the folder.")
    var model: String

    func run() throws { try reportingFailure { try remove(ModelFolder(), to: .output) } }

    func remove(_ folder: ModelFolder, to console: Console) throws {
      guard let entry = folder.entries.first(where: { $0.name == model }) else {
        throw BadInputError("\(folder.url.path) has no model \(model); autodidact model list shows what is there")
      }
      try FileManager.default.removeItem(at: entry.url)
      console.print("removed \(printable(entry.url.path))")
    }
  }
}
