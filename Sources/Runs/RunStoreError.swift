/// An error of the store of runs, with its remedy.
public enum RunStoreError: Error, Hashable, Sendable {
  /// The folder has no store.
  case noStore(path: String)
  /// The folder or its database cannot be opened or written.
  case cannotOpen(path: String, reason: String)
  /// The file is not a database, or is damaged.
  case corrupted(path: String, reason: String)
  /// The database was made by a newer version of the program.
  case newerSchema(path: String)
  /// Another process held the database for longer than the timeout.
  case busy(path: String)
  /// Another error of the database.
  case database(path: String, reason: String)
  /// No run has this name.
  case noRun(String, latest: [String])
  /// Several runs match.
  case ambiguous(String, candidates: [String])
  /// The run has ended already.
  case ended(id: String, status: Run.Status)
  /// The run is being worked on by another process.
  case stillRunning(id: String, owner: RunOwner)
  /// The configuration is not JSON.
  case invalidConfiguration(reason: String)
  /// A checkpoint could not be written or read.
  case checkpoint(CheckpointError)
}

extension RunStoreError: CustomStringConvertible {
  /// The file or the run, and the remedy, in a sentence.
  public var description: String {
    switch self {
    case .noStore(let path):
      "no runs in \(path): it has no store.sqlite; start a run, or name another folder with --runs-dir or AUTODIDACT_RUNS"
    case .cannotOpen(let path, let reason):
      "cannot open the runs in \(path): \(reason); choose a writable folder with --runs-dir or AUTODIDACT_RUNS"
    case .corrupted(let path, let reason):
      "\(path) is damaged or no database: \(reason); move it away (checkpoints beside it stay usable) and start anew"
    case .newerSchema(let path):
      "\(path) was made by a newer version of autodidact; update autodidact, or use another folder with --runs-dir"
    case .busy(let path):
      "\(path) was locked by another process for too long; end that process, or try again"
    case .database(let path, let reason):
      "the database \(path) refused: \(reason)"
    case .noRun(let text, let latest):
      "no run is named \"\(text)\"; "
        + (latest.isEmpty ? "the store is empty" : "the latest are \(latest.joined(separator: ", "))")
    case .ambiguous(let text, let candidates):
      "\"\(text)\" fits several runs: \(candidates.joined(separator: ", ")); give more of the name"
    case .ended(let id, let status):
      "run \(id) is \(status.rawValue); resume it before it goes on"
    case .stillRunning(let id, let owner):
      "run \(id) is being worked on by process \(owner.processID) on \(owner.host); wait for it or stop it"
    case .invalidConfiguration(let reason):
      "the configuration of a run is JSON text, but this is not: \(reason)"
    case .checkpoint(let error):
      error.description
    }
  }
}
