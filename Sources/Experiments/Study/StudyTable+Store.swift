internal import Foundation
internal import MetaLearning
public import Runs

extension StudyTable {
  /// Reads the measurements of a study so far: the rows of its cells that are done, in the order of its sweeps.
  ///
  /// `name` is the name of the study, of which the latest is read.
  /// - Throws: `ConfigurationError` if there is no such study, `RunStoreError`.
  public init(_ store: RunStore, study name: String) throws {
    let studies = try store.runs(kind: Study.kind)
    guard let run = studies.first(where: { $0.name == name }) else {
      let known = Set(studies.map(\.name)).sorted().joined(separator: ", ")
      throw ConfigurationError(
        key: "study \(name)",
        problem: "\(store.directory.path) has no such study; it has \(known.isEmpty ? "none" : known). Run one with "
          + "autodidact scale study Configs/study.yaml, or name another folder with --runs-dir")
    }
    try self.init(store, study: name, places: Study.Record(of: run).cells)
  }

  init(_ store: RunStore, study: String, places: [Study.Place]) throws {
    let done = try store.studyCells().filter { $0.value.status == .finished }
    let rows = try places.flatMap { place -> [Row] in
      guard let run = done[place.key] else { return [] }
      return try Self.rows(of: store.metrics(of: run.id), run: run.id, at: place)
    }
    self.init(study: study, rows: rows)
  }

  /// Returns the rows in the metrics of a cell: one for each group, number of examples and of adaptation steps.
  private static func rows(of metrics: [Metric], run: Run.ID, at place: Study.Place) -> [Row] {
    var facts = place.axes
    var measured: [StudyMetricPlace: [String: Double]] = [:]
    for metric in metrics {
      if metric.name.hasPrefix("model/") {
        facts[String(metric.name.dropFirst("model/".count))] = metric.value
      } else if let (at, column) = StudyMetricPlace.read(metric) {
        measured[at, default: [:]][column] = metric.value
      }
    }
    return measured.sorted { $0.key < $1.key }.map { at, numbers in
      var all = facts.merging(numbers) { $1 }
      (all["steps"], all["examples"]) = (Double(at.steps), at.examples.map(Double.init))
      return Row(sweep: place.sweep, run: run, group: at.group, numbers: all)
    }
  }
}

extension RunStore {
  /// Returns the run of each cell that was started, by its key: the one that is done, or the latest.
  func studyCells() throws -> [String: Run] {
    try runs(kind: StudyCell.kind).reduce(into: [:]) { found, run in
      let key = try StudyCell.KeyOnly(of: run).key
      if found[key] == nil || found[key]?.status != .finished && run.status == .finished { found[key] = run }
    }
  }
}

extension StudyCell {
  /// The part of a stored cell that finds it, whatever else its version held.
  struct KeyOnly: Decodable {
    let key: String

    init(of run: Run) throws(ConfigurationError) {
      do { self = try JSONDecoder().decode(Self.self, from: Data(run.configuration.utf8)) } catch {
        throw ConfigurationError(key: "run \(run.id)", problem: "it is no cell of a study (\(error)); delete it")
      }
    }
  }
}

/// The place of a measured number: the metric "trained/16/accuracy" at step 5.
struct StudyMetricPlace: Hashable, Comparable {
  let group: EvaluationGroup
  let examples: Int?
  let steps: Int

  static func read(_ metric: Metric) -> (place: StudyMetricPlace, column: String)? {
    let parts = metric.name.split(separator: "/").map(String.init)
    guard parts.count == 3, let group = EvaluationGroup(rawValue: parts[0]) else { return nil }
    return (StudyMetricPlace(group: group, examples: Int(parts[1]), steps: metric.step), parts[2])
  }

  static func < (a: Self, b: Self) -> Bool {
    (a.group.rawValue, a.examples ?? 0, a.steps) < (b.group.rawValue, b.examples ?? 0, b.steps)
  }
}

extension Evaluation {
  /// The means over all families of each group, with their standard errors, as metrics of a run.
  var studyMetrics: [Metric] {
    overall.flatMap { row in
      row.points.flatMap { point in
        let prefix = "\(row.group.rawValue)/\(row.shots.map(String.init) ?? "own")"
        let values: [(String, Estimate?)] = [
          (isAccuracy ? "accuracy" : "error", point.score), ("exact", point.exact), ("queryLoss", point.loss),
        ]
        return [Metric("\(prefix)/episodes", step: point.steps, value: Double(point.score.count))]
          + values.flatMap { name, estimate -> [Metric] in
            guard let estimate else { return [] }
            return [
              Metric("\(prefix)/\(name)", step: point.steps, value: estimate.mean),
              Metric("\(prefix)/\(name)SE", step: point.steps, value: estimate.halfWidth / 1.96),
            ]
          }
      }
    }
  }
}
