internal import Foundation
public import Runs

/// A study in a store: its cells, which of them are done, and their measurements.
public struct Study: Sendable {
  /// The kind of run that a study is recorded as.
  public static let kind = "study"

  /// The configuration.
  public let configuration: StudyConfiguration
  /// All of its cells.
  public let cells: [StudyCell]
  /// The store of the runs.
  public let store: RunStore
  /// The study's own run.
  public let run: Run.ID

  /// The place of a cell in a study.
  struct Place: Hashable, Codable {
    let key: String
    let sweep: String
    let axes: [String: Double]
  }

  /// The record stored with a study's run, which is enough to find its cells' measurements without the files that it
  /// names.
  struct Record: Hashable, Codable {
    let study: StudyConfiguration
    let cells: [Place]

    init(_ study: StudyConfiguration, _ cells: [StudyCell]) {
      self.study = study
      self.cells = cells.map { Place(key: $0.key, sweep: $0.sweep, axes: $0.axes) }
    }

    init(of run: Run) throws(ConfigurationError) {
      do { self = try JSONDecoder().decode(Self.self, from: Data(run.configuration.utf8)) } catch {
        throw ConfigurationError(
          key: "run \(run.id)", problem: "its study is of another version (\(error)); run the study again")
      }
    }
  }

  /// Starts a study, or resumes one of the same configuration. Nothing is recorded of one that cannot be run.
  public static func start(_ configuration: StudyConfiguration, in store: RunStore, version: String) throws -> Study {
    let cells = try configuration.cells()
    try store.interruptAbandoned()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = String(decoding: try encoder.encode(Record(configuration, cells)), as: UTF8.self)
    let latest = try store.runs(kind: kind).first { $0.name == configuration.name }
    let run: Run
    if let latest, latest.configuration == json {
      run = try store.resume(latest.id, after: 0)
    } else {
      run = try store.start(
        name: configuration.name, kind: kind, configuration: json, seed: 0, version: version,
        revision: GitRevision.current(in: URL(fileURLWithPath: FileManager.default.currentDirectoryPath)))
    }
    return Study(configuration: configuration, cells: cells, store: store, run: run.id)
  }

  /// The cells that are not done, the longest first, so that no long one is left alone at the end.
  public var waiting: [StudyCell] {
    get throws {
      let done = try store.studyCells().filter { $0.value.status == .finished }
      var keys: Set<String> = []
      return cells.filter { done[$0.key] == nil && keys.insert($0.key).inserted }
        .enumerated().sorted { ($1.element.cost, $0.offset) < ($0.element.cost, $1.offset) }.map(\.element)
    }
  }

  /// Ends the study's run: finished if all cells are done, failed if some failed, else interrupted.
  public func end(failures: Int) throws {
    let left = try waiting.count
    if left == 0 {
      try store.finish(run)
    } else if failures > 0 {
      try store.fail(run, because: "\(failures) of \(cells.count) cells failed; the same command tries them again")
    } else {
      try store.interrupt(run, because: "stopped with \(left) of \(cells.count) cells to do")
    }
  }

  /// The table of the measurements so far.
  public var table: StudyTable {
    get throws {
      try StudyTable(store, study: configuration.name, places: Record(configuration, cells).cells)
    }
  }
}
