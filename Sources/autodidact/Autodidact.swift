import ArgumentParser
import Images
import Tasks
import Tensors

/// The command `autodidact`. Every subcommand ends with 0 if its work is done, 1 if it failed, 2 if its input was
/// wrong; training that was stopped by a signal ends with 128 + the signal (130 for Ctrl-C).
@main struct Autodidact: AsyncParsableCommand {
  /// The version of the program, which runs and reports record.
  static let version = "0.2.0"

  static let configuration = CommandConfiguration(
    commandName: "autodidact",
    abstract: "Models that learn a new task from its demonstrations.",
    discussion: """
      Train a small recursive reasoner so that a few gradient steps teach it a task nobody trained it on; then let it \
      adapt and answer.
      Ends with 0 when the work is done, 1 when it failed, 2 when it was asked for wrongly.
      """,
    version: "autodidact \(version)",
    subcommands: [
      DemoCommand.self, SolveCommand.self, AdaptCommand.self, GenerateCommand.self, CompleteCommand.self,
      ModelCommand.self, ServeCommand.self, TrainCommand.self, EvaluateCommand.self,
      ReproduceCommand.self, CheckCommand.self, CostCommand.self, ScaleCommand.self, ResultsCommand.self,
      RunsCommand.self, DashboardCommand.self, ListCommand.self, DoctorCommand.self, EngineWorker.self,
    ])

  static func main() async {
    Omniglot.reader = OmniglotArchives()
    await runAndExit()
  }
}
