import ArgumentParser
import Experiments
import Foundation
import Reports
import Runs

/// The command `autodidact train CONFIG.yaml`, which trains, records the run, and prints the path of the model.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model as a configuration says.",
    discussion: """
      The run is recorded in the runs folder with its whole configuration. Ctrl-C or SIGTERM finishes the step, writes \
      a checkpoint and ends with 130 or 143; --resume goes on from there, bit for bit as if nothing had happened.
      A configuration names tasks (autodidact list tasks), a network (list networks) and a learner (list learners).
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

  @Option(help: ArgumentHelp("The folder of the data that tasks are read from.", valueName: "folder"))
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
    let trainer = try trainer()
    try follow(trainer, to: output, console: console)
  }

  /// Returns the trainer of a new run, or of the one to resume.
  private func trainer() throws -> Trainer {
    let folder = data.map { URL(fileURLWithPath: $0, isDirectory: true) }
    guard let resume else {
      let experiment = try Self.configuration(file, settings, over: Experiment())
      return try Trainer.start(
        experiment, data: folder, in: try RunStore(directory: runs.directory), version: Autodidact.version)
    }
    let store = try RunStore(directory: runs.directory, creating: false)
    try checkConfiguration(Experiment.self, ofRun: resume, in: store)
    return try Trainer.resume(resume, data: folder, in: store)
  }

  /// Throws if a file and flags differ from what a run was started with.
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

  /// Returns the configuration of a file and flags.
  static func configuration<Configuration: Defaulted>(
    _ file: String?, _ settings: [String], over defaults: Configuration
  ) throws -> Configuration {
    var configuration = defaults
    if let file { configuration = try Overlay.read(URL(fileURLWithPath: file), over: configuration) }
    for setting in settings { configuration = try Overlay.apply(setting: setting, to: configuration) }
    return configuration
  }

  /// Returns the validation scores: a row for each measurement, a column for each number of adaptation steps.
  static func table(_ metrics: [Metric]) -> Table {
    func steps(_ metric: Metric) -> Int? {
      if case .validation(let steps) = TrainingMetric(metric.name) { steps } else { nil }
    }
    let columns = Set(metrics.compactMap(steps)).sorted()
    let rows = Dictionary(grouping: metrics, by: \.step).sorted { $0.key < $1.key }.suffix(12).map { step, values in
      ["\(step)"]
        + columns.map { column in
          values.first { steps($0) == column }.map { String(format: "%.3f", $0.value) } ?? ""
        }
    }
    return Table(["step"] + columns.map { "after \($0)" }, numeric: Set(0...columns.count), rows: rows)
  }
}
