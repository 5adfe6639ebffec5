internal import Foundation
public import Runs
public import Reports

/// The page of a few-shot run: its loss, and its scores on meta-validation episodes.
public enum FewShotReport {
  /// The report of a run.
  public static func report(of id: Run.ID, in store: RunStore) throws -> Document {
    let run = try store.run(matching: id)
    let metrics = try store.metrics(of: id)
    let configuration = try FewShotConfiguration(stored: run)
    let losses = metrics.filter { $0.name == "train/loss" }
    var sections: [DocumentBlock] = [
      .facts([
        Fact("run", run.id), Fact("learner", configuration.learner),
        Fact("world", configuration.world), Fact("normalization", configuration.normalization),
        Fact("seed", "\(run.seed)"), Fact("version", run.version),
        Fact("revision", run.revision ?? "none"), Fact("steps", "\(losses.map(\.step).max() ?? 0)"),
      ]),
      .plot(
        LinePlot(
          title: "Query loss", x: PlotAxis("step"), y: PlotAxis("loss", scale: .logarithmic),
          series: [.init("smoothed", points: TrainingReport.smoothed(losses))])),
    ]
    let prefix = "validation/score@"
    let groups = Dictionary(grouping: metrics.filter { $0.name.hasPrefix(prefix) }, by: \.name)
    let curves = groups.sorted { $0.key.compare($1.key, options: .numeric) == .orderedAscending }.map { name, values in
      LinePlot.Series(
        "after \(name.dropFirst(prefix.count)) steps", points: values.map { .init(x: Double($0.step), y: $0.value) })
    }
    if !curves.isEmpty {
      sections.append(
        .plot(LinePlot(title: "Meta-validation", x: PlotAxis("step"), y: PlotAxis("score"), series: curves)))
    }
    sections += [.heading("Configuration"), .code(try Overlay.yaml(of: configuration))]
    return Document(title: run.name, subtitle: "few-shot training run \(run.id)", blocks: sections)
  }
}
