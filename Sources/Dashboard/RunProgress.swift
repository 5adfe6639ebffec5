internal import Foundation
internal import Runs

/// How far a training is, and when it will be done at the pace so far.
struct RunProgress: Encodable {
  let step: Int
  let total: Int
  /// The seconds that are left, or `nil` before there is a pace or after the end.
  let eta: Double?

  /// Measures a run whose configuration has stages of steps, as a training's has; any other run has no progress.
  init?(_ run: Run, step: Int?, events: [Event], now: Date) {
    guard let step, let total = Self.total(of: run.configuration), total > 0 else { return nil }
    (self.step, self.total) = (step, total)
    // A run that was resumed has a pace since then alone.
    let resumed = events.last { $0.message.hasPrefix("resumed after step ") }
    let first = resumed.flatMap { Int($0.message.dropFirst("resumed after step ".count)) } ?? 0
    let seconds = now.timeIntervalSince(resumed?.date ?? run.created)
    eta =
      run.status == .running && step > first && seconds > 0
      ? seconds / Double(step - first) * Double(max(0, total - step)) : nil
  }

  private struct Stages: Decodable {
    struct Stage: Decodable { let steps: Int }
    let stages: [Stage]
  }

  private static func total(of configuration: String) -> Int? {
    // Runs of other kinds have other configurations: that is no error.
    guard let stages = try? JSONDecoder().decode(Stages.self, from: Data(configuration.utf8)).stages else { return nil }
    return stages.reduce(0) { $0 + $1.steps }
  }
}
