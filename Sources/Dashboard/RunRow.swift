internal import Foundation
internal import Runs

/// A run in a list: what there is room for.
struct RunRow: Encodable {
  let id: String
  let name: String
  let kind: String
  let status: Run.Status
  let created: Date
  let finished: Date?
  /// The last step that was measured, or `nil` before the first.
  let step: Int?
  /// The most telling metrics: those that are a loss, an accuracy or a score come first.
  let metrics: [Metric]

  init(_ run: Run, metrics: [Metric]) {
    (id, name, kind, status) = (run.id, run.name, run.kind, run.status)
    (created, finished, step) = (run.created, run.finished, metrics.map(\.step).max())
    let telling = metrics.filter { metric in
      !metric.name.hasSuffix("SE") && ["loss", "accuracy", "score"].contains { metric.name.contains($0) }
    }
    self.metrics = Array(Self.adapted(telling.isEmpty ? metrics : telling).prefix(3))
  }

  /// Returns, of metrics that differ only in the number of steps after "@", the one with the most.
  private static func adapted(_ metrics: [Metric]) -> [Metric] {
    func parts(_ metric: Metric) -> (stem: Substring, steps: Int) {
      let parts = metric.name.split(separator: "@")
      return parts.count == 2 ? (parts[0], Int(parts[1]) ?? 0) : (metric.name[...], 0)
    }
    return metrics.filter { metric in
      let (stem, steps) = parts(metric)
      return !metrics.contains { parts($0).stem == stem && parts($0).steps > steps }
    }
  }
}

/// A part of the list of runs.
struct RunRows: Encodable {
  let runs: [RunRow]
  let total: Int
  /// The run after which the next part begins, or `nil` after the last.
  let next: String?

  init(_ page: RunPage) {
    runs = page.entries.map { RunRow($0.run, metrics: $0.metrics) }
    (total, next) = (page.total, page.next)
  }

  /// Creates the whole list.
  init(runs: [RunRow]) { (self.runs, total, next) = (runs, runs.count, nil) }
}

/// The curves of a run.
struct RunCurves: Encodable {
  let run: String
  let curves: [MetricCurve]

  /// Reads the curves of the metrics of these names; of all if there are no names.
  init(of id: Run.ID, named names: [String], points: Int, in store: RunStore) throws {
    run = id
    let all = names.isEmpty ? try store.lastMetrics(of: id).map(\.name) : names
    curves = try all.map { try store.curve(of: id, named: $0, points: points) }
  }
}

/// Runs beside each other: what differs, the last values, and one metric's curves.
struct ComparedRuns: Encodable {
  /// A curve of one of the runs.
  struct Curve: Encodable {
    let run: String
    let curve: MetricCurve
  }

  let runs: [RunRow]
  let settings: [RunComparison.Setting]
  let metrics: [RunComparison.Measure]
  /// The metric whose curves are here, or `nil` if no run has one.
  let key: String?
  let curves: [Curve]

  /// Compares runs by a metric; by the first that is a loss if none is named.
  init(_ ids: [Run.ID], by key: String?, points: Int, in store: RunStore) throws {
    let comparison = try store.compare(ids)
    runs = zip(comparison.runs, comparison.runs.indices).map { run, index in
      RunRow(run, metrics: comparison.metrics.compactMap { $0.values[index] })
    }
    (settings, metrics) = (comparison.settings, comparison.metrics)
    let names = metrics.map(\.name)
    let key = key ?? names.first { $0.hasSuffix("loss") } ?? names.first
    self.key = key
    curves =
      try key.map { key in
        try ids.map { Curve(run: $0, curve: try store.curve(of: $0, named: key, points: points)) }
          .filter { $0.curve.count > 0 }
      } ?? []
  }
}
