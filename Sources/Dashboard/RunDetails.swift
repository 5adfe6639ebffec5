internal import Foundation
internal import Runs

/// A run with all that is known of it but its curves.
struct RunDetails: Encodable {
  let id: String
  let name: String
  let kind: String
  let status: Run.Status
  let created: Date
  let finished: Date?
  /// The seed as text: JavaScript has no integers of 64 bits.
  let seed: String
  let version: String
  let revision: String?
  /// The process and its machine.
  let process: String
  /// The configuration as JSON over several lines, as text for the same reason.
  let configuration: String
  let metrics: [Metric]
  /// The latest events, in the order in which they were recorded.
  let events: [Event]
  let checkpoints: [Checkpoint]
  let progress: RunProgress?
  /// The pages that commands wrote into the run's folder.
  let pages: [WrittenPage]

  init(_ run: Run, in store: RunStore, pages: [WrittenPage], now: Date) throws {
    (id, name, kind, status) = (run.id, run.name, run.kind, run.status)
    (created, finished, seed) = (run.created, run.finished, "\(run.seed)")
    (version, revision, process) = (run.version, run.revision, "\(run.owner.processID) on \(run.owner.host)")
    configuration = Self.pretty(run.configuration)
    metrics = try store.lastMetrics(of: run.id)
    let events = try store.events(of: run.id)
    self.events = events.suffix(50)
    checkpoints = try store.checkpoints(of: run.id)
    progress = RunProgress(run, step: metrics.map(\.step).max(), events: events, now: now)
    self.pages = pages
  }

  /// Returns JSON over several lines; what is no JSON as it is.
  private static func pretty(_ json: String) -> String {
    guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed),
      let data = try? JSONSerialization.data(
        withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
    else { return json }
    return String(decoding: data, as: UTF8.self)
  }
}
