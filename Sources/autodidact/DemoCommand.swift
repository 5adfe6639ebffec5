import ArgumentParser
import Experiments
import Foundation
import MetaLearning
import Runs
import Tasks
import Reports

/// The command `autodidact demo`: the shipped model learns rules that it never saw, beside the same network without
/// meta-training.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Watch the shipped model learn rules that it never saw, in about a minute.",
    discussion: """
      Each row is a family of hidden rules; an episode shows some examples of one rule that was not in training and \
      asks for others. Two of the families were held out of training altogether. The second model is the same network, \
      trained jointly on sequences for three minutes (the first: eight), with the best of six fine-tuning recipes; \
      Results/four-learners compares learners at equal training compute.
      """)

  @Option(help: "Episodes a family.")
  var episodes = 8

  @Option(help: "Where to write the report.")
  var report = "autodidact-demo.html"

  @OptionGroup var model: ModelOption
  @OptionGroup var machine: MachineOptions

  @Flag(help: "Print JSON for programs.")
  var json = false

  /// The families: rules about symbols, positions and both; the last two were in no training.
  static let families = ["cipher", "permutation", "cipherReverse", "rotateShift", "interleave"]

  struct Result: Encodable {
    let metaTrained: Evaluation
    let jointlyTrained: Evaluation?
    let report: String
    let seconds: Double
  }

  func validate() throws {
    guard (1...10_000).contains(episodes) else { throw ValidationError("--episodes is \(episodes); give 1 to 10000") }
  }

  func run() throws {
    try reportingFailure {
      let begin = Date()
      let device = try machine.prepared()
      let url = try model.url(else: .symbols)
      try OutputFile.check([report], inputs: [url.path])
      let joint = url.deletingLastPathComponent().appendingPathComponent("autodidact-small-joint.safetensors")
      var plan = EvaluationPlan()
      (plan.tasks, plan.steps, plan.episodes) = (Self.families, [0, 1, 2, 3, 5, 10], episodes)

      func measure(_ url: URL, _ label: String) throws -> Evaluator.Result {
        var evaluator = Evaluator(try ModelFile(contentsOf: url), plan)
        evaluator.device = device
        var bar = ProgressBar(label, total: Self.families.count * episodes)
        defer { bar.finish() }
        return try evaluator.result { done, _ in bar.update(done) }
      }
      let first = try measure(url, "meta-trained")
      let ours = first.evaluation
      let theirs =
        FileManager.default.fileExists(atPath: joint.path) ? try measure(joint, "jointly trained").evaluation : nil

      let plot = Self.plot(ours, theirs)
      var page = ours.report(samples: first.scores.rows.compactMap(\.sample))
      page.title = "A model learns rules that it never saw"
      page.blocks.insert(.plot(plot), at: 0)
      try WholeFile.write(page.html(), to: URL(fileURLWithPath: report))
      let result = Result(
        metaTrained: ours, jointlyTrained: theirs, report: report, seconds: Date().timeIntervalSince(begin))
      try Output(OutputMode(isJSON: json)).result(result) { Self.text(ours, theirs, plot, result) }
    }
  }

  /// Returns a plot of the accuracy over all rows against adaptation steps.
  static func plot(_ ours: Evaluation, _ theirs: Evaluation?) -> LinePlot {
    func line(_ evaluation: Evaluation, _ name: String) -> LinePlot.Series {
      LinePlot.Series(
        name,
        points: evaluation.plan.steps.indices.map { index in
          let each = evaluation.rows.map { $0.points[index].score.mean }
          return .init(x: Double(evaluation.plan.steps[index]), y: each.reduce(0, +) / Double(each.count))
        })
    }
    return LinePlot(
      title: "Accuracy on unseen rules", x: PlotAxis("adaptation steps", scale: .linear),
      y: PlotAxis("share of symbols right", scale: .linear, range: 0...1),
      series: [line(ours, "meta-trained")] + (theirs.map { [line($0, "same network, not meta-trained")] } ?? []))
  }

  static func text(_ ours: Evaluation, _ theirs: Evaluation?, _ plot: LinePlot, _ result: Result) -> String {
    let header = ["family", "model"] + ours.plan.steps.map { $0 == 1 ? "1 step" : "\($0) steps" }
    var rows: [[String]] = []
    for (index, row) in ours.rows.enumerated() {
      func cells(_ row: Evaluation.Row) -> [String] { row.points.map { "\(Int(($0.score.mean * 100).rounded())) %" } }
      let name = row.name + (row.group == .heldOut ? " (never trained on)" : "")
      rows.append([name, "meta-trained"] + cells(row))
      if let theirs { rows.append(["", "not meta-trained"] + cells(theirs.rows[index])) }
    }
    return [
      "Symbols answered right, before adapting (0 steps) and after each number of gradient steps on the examples:",
      Table(header, numeric: 2..., rows: rows).text(),
      TextPlot(plot).text(),
      "report  \(result.report)  (\(duration(result.seconds)))",
    ].joined(separator: "\n\n")
  }
}
