import ArgumentParser
import Foundation
import Runs

/// `autodidact runs`: what was run, with what, and what came out.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List, show, compare and export runs.",
    subcommands: [List.self, Show.self, Compare.self, Export.self],
    defaultSubcommand: List.self)

  /// What every subcommand takes.
  struct Options: ParsableArguments {
    @Option(help: "The folder of the runs (default: $AUTODIDACT_RUNS, or ./runs).")
    var runsDir: String?

    @Flag(help: "Print JSON for programs.")
    var json = false

    /// The folder of the runs.
    var directory: URL { runsDir.map { URL(fileURLWithPath: $0) } ?? RunStore.defaultDirectory() }

    /// Does the work on the store; an error is said on the error stream, and decides how the process ends.
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

/// A number short enough for a table: four digits that count.
func short(_ value: Double) -> String {
  value.isNaN ? "nan" : String(format: "%.4g", value)
}

/// A date as people of this place read it.
func shortDate(_ date: Date) -> String {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")
  formatter.dateFormat = "yyyy-MM-dd HH:mm"
  return formatter.string(from: date)
}
