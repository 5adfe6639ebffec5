public import Foundation
public import Runs

/// The curves of models that train, kept in a store of runs: a run a model, off the way of requests.
public struct RunRecorder: Sendable {
  private let store: RunStore
  private let version: String
  /// The folder of the service's state: names of models are of one service.
  private let state: String

  /// Creates a recorder that names a version of the program, for the service whose state is in a folder.
  public init(_ store: RunStore, version: String, state: URL) {
    (self.store, self.version, self.state) = (store, version, state.standardizedFileURL.path)
  }

  /// Records what a service reports, until the service ends. A store that cannot be written costs the curves and nothing else:
  /// `trouble` is told once.
  public func record(_ service: ModelService, trouble: @Sendable (String) -> Void) async {
    var runs: [String: Run.ID] = [:]
    var steps: [String: Int] = [:]
    var isTroubled = false
    for await report in service.events {
      guard case .trained(let model, let base, let step, let metrics, let seconds) = report else { continue }
      do throws(RunStoreError) {
        if runs[model] == nil { (runs[model], steps[model]) = try run(of: model, base) }
        guard let run = runs[model] else { continue }
        steps[model, default: 0] += 1
        let values = metrics.sorted { $0.key < $1.key }.filter { $0.value.isFinite }
          .map { Metric(Self.name($0.key), step: step, value: $0.value) }
        try store.record(values + [Metric("seconds", step: step, value: seconds)], for: run)
      } catch {
        if !isTroubled { trouble("the curves of models cannot be kept: \(error)") }
        isTroubled = true
      }
    }
    for run in runs.values {
      // A run that cannot be ended is seen as interrupted by the next process.
      try? store.finish(run)
    }
  }

  /// Returns the run of a model, and the last step that it has.
  private func run(of model: String, _ base: String) throws(RunStoreError) -> (Run.ID, Int) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts encode always.
    let configuration =
      (try? encoder.encode(["base": base, "state": state])).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    if let known = try store.runs(kind: "service").first(where: {
      $0.name == model && $0.configuration == configuration
    }) {
      let last = try store.lastMetrics(of: known.id).map(\.step).max() ?? 0
      return (try store.resume(known.id, after: last).id, last)
    }
    return (
      try store.start(name: model, kind: "service", configuration: configuration, seed: 0, version: version).id, 0
    )
  }

  /// `loss:sum` is a client's name; a key of the store has slashes.
  private static func name(_ metric: String) -> String { metric.replacingOccurrences(of: ":", with: "/") }
}
