import ArgumentParser
import Experiments
import Foundation
import MetaLearning
import Networks
import Randomness
import Search
import Tasks
import Reports

/// The command `autodidact adapt PATH --out ADAPTER`, which adapts a model to a task's demonstrations, or a language model
/// to a text, and stores the result.
struct AdaptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapt",
    abstract: "Adapt a model to a task's demonstrations, or a language model to a text, and keep the result.",
    discussion: """
      A task: `autodidact solve FILE --adapter ADAPTER` then answers without adapting again.
      A text, with --model: a part is held out before anything is looked at, the rest is learned, and what was gained on \
      the held-out part and lost on protected texts is measured, with 95 % intervals. The adapter, a PEFT folder, is \
      written only if the loss is surely below --threshold. After Ctrl-C or a crash the same command goes on.
      A repository, a folder with .git or with --repository: functions, tests and commits are held out, and the rest of the \
      code, its docstrings, tests and history are learned; what each kind of question gained is told.
      """)

  @Argument(
    help: """
      A task: ARC JSON, JSONL of input/output sequences, or - for standard input. With --model a text: a file, a folder \
      of texts or sources, or JSONL of {"text"} or {"prompt", "completion"}.
      """)
  var file: String

  @Option(help: "Where to write the adapter.")
  var out: String

  @OptionGroup var source: ModelOption
  @OptionGroup var options: SolverOptions
  @OptionGroup var text: TextAdaptationOptions
  @OptionGroup var code: RepositoryOptions
  @OptionGroup var machine: MachineOptions

  @Flag(help: "Print JSON for programs.")
  var json = false

  struct Result: Encodable {
    let task: String
    let demonstrations: Int
    let steps: Int
    let adapter: String
    let bytes: Int
    let fits: Double
  }

  func run() async throws {
    try await reportingFailure {
      let device = try machine.prepared()
      guard text.model == nil else {
        let output = Output(OutputMode(isJSON: json))
        guard isRepository else { return try adaptToText(on: device, to: output, console: .errors) }
        return try await adaptToRepository(on: device, to: output, console: .errors)
      }
      let files = try TaskFiles(argument: file)
      if let failure = files.failures.first { throw failure }
      let episodes = files.episodes
      guard episodes.count == 1, let episode = episodes.first else {
        throw BadInputError("\(file) holds \(episodes.count) tasks; an adapter is for one: name one file")
      }
      let url = try source.url(else: ShippedModel(for: episode))
      try OutputFile.check([out], inputs: files.files + [url.path])
      let data = try Data(contentsOf: url)
      let model = try ModelFile(decoding: data, named: url.path).model(as: TinyRecursiveModel.self).moved(to: device)
      try model.check(episode)
      var bar = ProgressBar("adapt", total: options.steps)
      var generator = Generator(seed: options.seed)
      let adapted = options.solver.adapt(model.slow, model.inner, to: episode, using: &generator) {
        step, _ in bar.update(step)
      }
      bar.finish()
      // The accuracy on the demonstrations themselves tells whether the rule was found.
      let answers = options.solver.answer(episode.support.map(\.input), with: adapted, using: &generator)
      let right = zip(answers.attempts(1), episode.support).count { $0[0] == $1.output }
      let file = URL(fileURLWithPath: out)
      try AdapterFile(adapted, solver: options.solver).write(to: file, model: data)
      let bytes = (try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
      let result = Result(
        task: episode.name, demonstrations: episode.support.count, steps: options.steps, adapter: out, bytes: bytes,
        fits: Double(right) / Double(episode.support.count))
      try Output(OutputMode(isJSON: json)).result(result) {
        "adapted to \(printable(episode.name)) in \(options.steps) steps; it now answers \(right) of its "
          + "\(episode.support.count) demonstrations\nadapter  \(out) (\(bytes / 1_024) KiB)"
      }
    }
  }
}
