internal import Foundation
internal import Runs

/// A run of the store that runs now, with how far it is.
struct RunningRun: Encodable {
  let run: RunRow
  let progress: RunProgress?
  /// The process and its machine.
  let process: String

  /// Returns the runs that run, the latest first; more than a hundred are not told apart by anybody.
  static func all(in store: RunStore, now: Date) throws -> [RunningRun] {
    try store.page(RunQuery(status: .running)).entries.map { entry in
      let row = RunRow(entry.run, metrics: entry.metrics)
      return RunningRun(
        run: row,
        progress: RunProgress(entry.run, step: row.step, events: try store.events(of: entry.run.id), now: now),
        process: "\(entry.run.owner.processID) on \(entry.run.owner.host)")
    }
  }
}
