import ArgumentParser
import Experiments
import Foundation
import Runs
import Reports

/// `autodidact train CONFIG.yaml`: trains, records the run, and says where the model is.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model as a configuration says.",
    discussion: """
      The run is recorded in the runs folder with its whole configuration. Ctrl-C or SIGTERM finishes the step, writes \
      a checkpoint and ends with 130 or 143; --resume goes on from there, bit for bit as if nothing had happened.
      A configuration that names a world (sinusoid, omniglot, …) is few-shot training of an MLP or a Conv-4; any other \
      trains the recursive model on task families.
      """)

  @Argument(help: ArgumentHelp("A YAML file that says what differs from the defaults.", valueName: "config.yaml"))
  var file: String?

  @Option(
    name: .customLong("set"), help: ArgumentHelp("Another value, as inner.steps=3; repeatable.", valueName: "key=value")
  )
  var settings: [String] = []

  @Option(help: "Go on with this run: its name, the beginning of it, its last four digits, or 'latest'.")
  var resume: String?

  @Option(name: [.customLong("out"), .customShort("o")], help: "Copy the trained model to this file.")
  var out: String?

  @Option(help: ArgumentHelp("The folder of the archives that a world is read from.", valueName: "folder"))
  var data: String?

  @OptionGroup var runs: RunsCommand.Options
  @OptionGroup var threading: ThreadOption

  func validate() throws {
    guard file != nil || resume != nil else {
      throw ValidationError("nothing to train: give CONFIG.yaml (see Configs/), or --resume RUN")
    }
  }

  func run() throws {
    try reportingFailure { try train(to: Output(OutputMode(isJSON: runs.json)), console: .errors) }
  }

  func train(to output: Output, console: Console) throws {
    try threading.apply()
    try OutputFile.check([out], inputs: [file])
    if try isFewShot() { return try trainFewShot(to: output, console: console) }
    let trainer = try trainer()
    try follow(
      trainer.run, in: trainer.store, total: trainer.configuration.totalSteps, smoothing: 0.95, to: output,
      console: console, report: TrainingReport.report,
      text: { [Self.table($0).text(console: output.console)] }
    ) { view in
      let folder = try trainer.complete { progress in
        switch progress {
        case .step(let step, _, let loss): view.step(step, loss: loss)
        case .validation(let step, let values): view.say(step, values.map { "\($0.name) \(short($0.value))" })
        case .checkpoint: break
        }
      } isStopping: {
        Interruption.isWanted
      }
      return folder.appendingPathComponent("model.safetensors")
    }
  }

  /// A new run, or the one to go on with.
  private func trainer() throws -> Trainer {
    guard let resume else {
      let configuration = try Self.configuration(file, settings, over: TrainingConfiguration())
      return try Trainer.start(
        configuration, in: try RunStore(directory: runs.directory), version: Autodidact.version)
    }
    let store = try RunStore(directory: runs.directory, creating: false)
    try checkConfiguration(TrainingConfiguration.self, ofRun: resume, in: store)
    return try Trainer.resume(resume, in: store)
  }

  /// Refuses a file and flags that say something else than a run was started with.
  func checkConfiguration<Configuration: RunConfiguration>(
    _ type: Configuration.Type, ofRun name: String, in store: RunStore
  ) throws {
    guard file != nil || !settings.isEmpty else { return }
    let stored = try Configuration(stored: try store.run(matching: name))
    let given = try Self.configuration(file, settings, over: file == nil ? stored : Configuration())
    guard given == stored else {
      throw BadInputError(
        "run \(name) was started with another configuration; leave the file and --set out to go on with its own, "
          + "or start a new run")
    }
  }

  /// What a file and flags say.
  static func configuration<Configuration: Defaulted>(
    _ file: String?, _ settings: [String], over defaults: Configuration
  ) throws -> Configuration {
    var configuration = defaults
    if let file { configuration = try Overlay.apply(yaml: try text(of: file), named: file, to: configuration) }
    for setting in settings { configuration = try Overlay.apply(setting: setting, to: configuration) }
    return configuration
  }

  /// The text of a configuration file.
  static func text(of file: String) throws -> String {
    do { return try String(contentsOfFile: file, encoding: .utf8) } catch {
      let exists = FileManager.default.fileExists(atPath: file)
      throw BadInputError(
        "\(file): \(exists ? "it cannot be read as UTF-8 text" : "there is no such file"); "
          + "give a configuration such as Configs/small.yaml")
    }
  }

  /// Validation accuracy: a row a measurement, a column a number of adaptation steps.
  static func table(_ metrics: [Metric]) -> Table {
    let prefix = "validation/tokens@"
    let names = Set(metrics.map(\.name)).filter { $0.hasPrefix(prefix) }
      .sorted { (Int($0.dropFirst(prefix.count)) ?? 0) < (Int($1.dropFirst(prefix.count)) ?? 0) }
    let rows = Dictionary(grouping: metrics, by: \.step).sorted { $0.key < $1.key }.suffix(12).map { step, values in
      ["\(step)"]
        + names.map { name in
          values.first { $0.name == name }.map { String(format: "%.3f", $0.value) } ?? ""
        }
    }
    return Table(
      ["step"] + names.map { "after \($0.dropFirst(prefix.count))" }, numeric: Set(0...names.count), rows: rows)
  }
}
