import ArgumentParser
import Foundation
import Runs

/// The command `autodidact runs`, which shows runs, their configurations and their results.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List, show, compare and export runs.",
    subcommands: [List.self, Show.self, Compare.self, Export.self],
    defaultSubcommand: List.self)

  /// The options of every subcommand.
  struct Options: ParsableArguments {
    @Option(help: "The folder of the runs (default: $AUTODIDACT_RUNS, or ./runs).")
    var runsDir: String?

    @Flag(help: "Print JSON for programs.")
    var json = false

    /// The folder of the runs.
    var directory: URL { runsDir.map { URL(fileURLWithPath: $0) } ?? RunStore.defaultDirectory() }

    /// Does work on the store; an error is printed on the error stream, and determines the exit code.
    func withStore(console: Console = .errors, _ work: (RunStore) throws -> Void) throws {
      try reportingFailure(console: console) {
        let store = try RunStore(directory: directory, creating: false)
        try store.interruptAbandoned()
        try work(store)
      }
    }
  }
}

extension RunStoreError {
  /// Whether other arguments would have worked.
  var isBadInput: Bool {
    switch self {
    case .noStore, .noRun, .ambiguous, .stillRunning, .ended, .invalidConfiguration: true
    case .cannotOpen, .corrupted, .newerSchema, .busy, .database, .checkpoint: false
    }
  }
}

/// Returns a number short enough for a table: four significant digits.
func short(_ value: Double) -> String {
  value.isNaN ? "nan" : String(format: "%.4g", value)
}

/// Returns a date in the user's locale.
func shortDate(_ date: Date) -> String {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")
  formatter.dateFormat = "yyyy-MM-dd HH:mm"
  return formatter.string(from: date)
}
