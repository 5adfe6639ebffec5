internal import Foundation
public import Runs
public import Reports

/// What a run has come to: its curves, and its configuration.
public enum TrainingReport {
  /// The page of a run, from what the store holds of it.
  public static func report(of id: Run.ID, in store: RunStore) throws -> Document {
    let run = try store.run(matching: id)
    let metrics = try store.metrics(of: id)
    let losses = metrics.filter { $0.name == "train/loss" }
    let validation = curves(metrics)
    var sections: [DocumentBlock] = [
      .facts([
        Fact("run", run.id), Fact("status", run.status.rawValue), Fact("seed", "\(run.seed)"),
        Fact("version", run.version), Fact("revision", run.revision ?? "none"),
        Fact("steps", "\(losses.map(\.step).max() ?? 0)"),
        Fact("minutes", minutes(run)),
      ]),
      .plot(
        LinePlot(
          title: "Query loss", x: PlotAxis("step"), y: PlotAxis("loss", scale: .logarithmic),
          series: [
            .init("each step", points: losses.map(point), isDashed: true), .init("smoothed", points: smoothed(losses)),
          ])),
    ]
    if !validation.isEmpty {
      sections.append(
        .plot(
          LinePlot(
            title: "Accuracy on meta-validation episodes", x: PlotAxis("step"),
            y: PlotAxis("cells right", range: 0...1), series: validation)))
    }
    let tail = try store.checkpoints(of: id).last.map { "\(store.folder(of: id).path)/\($0.path)/model.safetensors" }
    if let tail {
      let commands = "autodidact evaluate \(tail)\nautodidact solve task.json --from \(tail)"
      sections += [.heading("Use it"), .code(commands)]
    }
    sections += [.heading("Configuration"), .code(try Overlay.yaml(of: TrainingConfiguration(stored: run)))]
    return Document(title: run.name, subtitle: "training run \(run.id)", blocks: sections)
  }

  private static func minutes(_ run: Run) -> String {
    guard let end = run.finished else { return "unfinished" }
    return "\((end.timeIntervalSince(run.created) / 6).rounded() / 10)"
  }

  private static func point(_ metric: Metric) -> LinePlot.Point { .init(x: Double(metric.step), y: metric.value) }

  /// A running mean over about a fiftieth of the run.
  static func smoothed(_ metrics: [Metric]) -> [LinePlot.Point] {
    let share = 1 / Double(max(1, min(100, metrics.count / 50)))
    var mean: Double?
    return metrics.filter(\.value.isFinite).map { metric in
      let next = mean.map { $0 + share * (metric.value - $0) } ?? metric.value
      mean = next
      return .init(x: Double(metric.step), y: next)
    }
  }

  /// A line for each validation metric, in the order of adaptation steps.
  private static func curves(_ metrics: [Metric]) -> [LinePlot.Series] {
    let prefix = "validation/tokens@"
    let groups = Dictionary(grouping: metrics.filter { $0.name.hasPrefix(prefix) }, by: \.name)
    func steps(_ name: String) -> Int { Int(name.dropFirst(prefix.count)) ?? 0 }
    return groups.sorted { steps($0.key) < steps($1.key) }.map { name, values in
      .init("after \(steps(name)) steps", points: values.map(point))
    }
  }
}
