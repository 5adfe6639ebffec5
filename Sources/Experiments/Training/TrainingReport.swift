internal import Foundation
public import Reports
public import Runs

/// The report of a run: its curves, and its configuration.
public enum TrainingReport {
  /// Returns the page of a run, from its records in the store.
  public static func report(of id: Run.ID, in store: RunStore) throws -> Document {
    let run = try store.run(matching: id)
    let experiment = try Experiment(stored: run)
    let metrics = try store.metrics(of: id).compactMap { metric in
      TrainingMetric(metric.name).map { (kind: $0, metric: metric) }
    }
    let losses = metrics.filter { $0.kind == .queryLoss }.map(\.metric)
    var sections: [DocumentBlock] = [
      .facts([
        Fact("run", run.id), Fact("status", run.status.rawValue), Fact("learner", experiment.learner),
        Fact("network", experiment.network.kind), Fact("tasks", experiment.tasks.kind),
        Fact("seed", "\(run.seed)"), Fact("version", run.version),
        Fact("revision", run.revision ?? "none"), Fact("steps", "\(losses.map(\.step).max() ?? 0)"),
        Fact("minutes", minutes(run)),
      ]),
      .plot(
        LinePlot(
          title: "Outer loop: query loss", x: PlotAxis("step"), y: PlotAxis("loss", scale: .logarithmic),
          series: [
            .init("each step", points: losses.map(point), isDashed: true), .init("smoothed", points: smoothed(losses)),
          ])),
    ]
    let inner = curves(metrics) { if case .supportLoss(let steps) = $0 { steps } else { nil } }
    if !inner.isEmpty {
      sections.append(
        .plot(
          LinePlot(
            title: "Inner loop: support loss", x: PlotAxis("step"), y: PlotAxis("loss", scale: .logarithmic),
            series: inner.map { .init("after \($0.steps) steps", points: smoothed($0.metrics)) })))
    }
    let validation = curves(metrics) { if case .validation(let steps) = $0 { steps } else { nil } }
    if !validation.isEmpty {
      sections.append(
        .plot(
          LinePlot(
            title: "Scores on meta-validation episodes", x: PlotAxis("step"), y: PlotAxis("score"),
            series: validation.map { .init("after \($0.steps) steps", points: $0.metrics.map(point)) })))
    }
    if try store.latestCheckpoint(of: id).checkpoint != nil {
      let model = try store.model(of: id)
      let commands = "autodidact evaluate \(model.path)\nautodidact solve task.json --from \(model.path)"
      sections += [.heading("Use it"), .code(commands)]
    }
    sections += [.heading("Configuration"), .code(try Overlay.yaml(of: experiment))]
    return Document(title: run.name, subtitle: "training run \(run.id)", blocks: sections)
  }

  private static func minutes(_ run: Run) -> String {
    guard let end = run.finished else { return "unfinished" }
    return "\((end.timeIntervalSince(run.created) / 6).rounded() / 10)"
  }

  private static func point(_ metric: Metric) -> LinePlot.Point { .init(x: Double(metric.step), y: metric.value) }

  /// Returns a running mean over about a fiftieth of the run.
  static func smoothed(_ metrics: [Metric]) -> [LinePlot.Point] {
    let share = 1 / Double(max(1, min(100, metrics.count / 50)))
    var mean: Double?
    return metrics.filter(\.value.isFinite).map { metric in
      let next = mean.map { $0 + share * (metric.value - $0) } ?? metric.value
      mean = next
      return .init(x: Double(metric.step), y: next)
    }
  }

  /// Returns the metrics of a kind, by their numbers of steps.
  private static func curves(
    _ metrics: [(kind: TrainingMetric, metric: Metric)], _ steps: (TrainingMetric) -> Int?
  ) -> [(steps: Int, metrics: [Metric])] {
    Dictionary(grouping: metrics.filter { steps($0.kind) != nil }) { steps($0.kind)! }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value.map(\.metric)) }
  }
}
