import Experiments
import Foundation
import Reports
import Runs

/// The display of a training: a bar with a smoothed loss.
struct TrainingView {
  private var bar: ProgressBar
  private let smoothing: Double
  /// The moving average of the finite losses, or `nil` before the first.
  private(set) var loss: Double?

  init(total: Int, from first: Int, smoothing: Double, console: Console) {
    bar = ProgressBar("train", total: total, from: first, console: console)
    self.smoothing = smoothing
  }

  /// Shows a step and its loss.
  mutating func step(_ step: Int, loss value: Double) {
    if value.isFinite { loss = loss.map { smoothing * $0 + (1 - smoothing) * value } ?? value }
    bar.update(step, loss.map { "loss \(short($0))" } ?? "loss nan")
  }

  /// Shows a measurement between steps.
  mutating func say(_ step: Int, _ values: [String]) { bar.say((["step \(step)"] + values).joined(separator: "  ")) }

  /// Ends the display, however the training ended.
  mutating func finish() { bar.finish() }
}

extension TrainCommand {
  /// Trains with a display; tells how to continue if it was stopped, and what is left if it failed. Then copies the
  /// model to --out and writes the run's report.
  func follow(_ trainer: Trainer, to output: Output, console: Console) throws {
    let (id, store) = (trainer.run, trainer.store)
    console.print("run \(id) in \(store.directory.path)")
    let search = try store.latestCheckpoint(of: id)
    for skipped in search.skipped { console.print("\(skipped)") }
    let first = search.checkpoint?.step ?? 0
    var view = TrainingView(total: trainer.experiment.totalSteps, from: first, smoothing: 0.95, console: console)
    Interruption.remember()
    var model: URL
    do {
      model = try trainer.complete { progress in
        switch progress {
        case .step(let step, _, let loss): view.step(step, loss: loss)
        case .validation(let step, let scores): view.say(step, scores.map { "after \($0.steps): \(short($0.score))" })
        case .checkpoint: break
        }
      } isStopping: {
        Interruption.isWanted
      }
      view.finish()
    } catch let error as TrainingStopped {
      view.finish()
      console.print("\(error); go on with: autodidact train --resume \(id)\(flagsToGoOn)")
      throw Interruption.exitCode
    } catch {
      view.finish()
      console.print("run \(id) failed; what it has is in \(store.folder(of: id).path)")
      throw error
    }
    if let out {
      let copy = URL(fileURLWithPath: out)
      try WholeFile.write(try Data(contentsOf: model), to: copy)
      model = copy
    }
    let page = store.folder(of: id).appendingPathComponent("report.html")
    try WholeFile.write(TrainingReport.report(of: id, in: store).html(), to: page)
    let metrics = try store.metrics(of: id)
    let steps = metrics.map(\.step).max() ?? 0
    let validation = metrics.filter {
      if case .validation = TrainingMetric($0.name) { true } else { false }
    }
    let result = Result(
      run: id, steps: steps, loss: view.loss, validation: validation.filter { $0.step == steps }, model: model.path,
      report: page.path)
    try output.result(result) {
      ((validation.isEmpty ? [] : [Self.table(validation).text(console: output.console)]) + [
        "run     \(id)", "model   \(model.path)", "report  \(page.path)", "measure autodidact evaluate \(model.path)",
      ]).joined(separator: "\n")
    }
  }

  private var flagsToGoOn: String {
    (runs.runsDir.map { " --runs-dir \($0)" } ?? "") + (data.map { " --data \($0)" } ?? "")
  }

  /// The result for programs.
  struct Result: Encodable {
    let run: String
    let steps: Int
    let loss: Double?
    let validation: [Metric]
    let model: String
    let report: String
  }
}
