import Experiments
import Foundation
import MetaLearning
import Runs

extension TrainCommand {
  /// True where the run to go on with is few-shot training, or the configuration names a world.
  func isFewShot() throws -> Bool {
    if let resume {
      return try RunStore(directory: runs.directory, creating: false).run(matching: resume).kind == FewShotTrainer.kind
    }
    let lines = try file.map { try Self.text(of: $0).split(whereSeparator: \.isNewline) } ?? []
    return lines.contains { $0.hasPrefix("world:") } || settings.contains { $0.hasPrefix("world=") }
  }

  /// Trains as a few-shot configuration says.
  func trainFewShot(to output: Output, console: Console) throws {
    let trainer = try fewShotTrainer()
    let (store, id) = (trainer.store, trainer.run)
    console.print("run \(id) in \(store.directory.path)")
    let first = try store.latestCheckpoint(of: id).checkpoint?.step ?? 0
    var bar = ProgressBar("train", total: trainer.configuration.steps, from: first, console: console)
    var loss: Double?
    Interruption.remember()
    do {
      let model = try trainer.complete { progress in
        switch progress {
        case .step(let step, _, let value):
          if value.isFinite { loss = loss.map { 0.99 * $0 + 0.01 * value } ?? value }
          bar.update(step, loss.map { "loss \(short($0))" } ?? "loss nan")
        case .validation(let step, let points):
          bar.say(
            "step \(step)  " + points.map { "after \($0.steps): \(short($0.score.mean))" }.joined(separator: "  "))
        }
      } isStopping: {
        Interruption.isWanted
      }
      bar.finish()
      try finishFewShot(store, id, model: model, loss: loss, output)
    } catch let error as TrainingStopped {
      bar.finish()
      let data = data.map { " --data \($0)" } ?? ""
      console.print("\(error); go on with: autodidact train --resume \(id)\(runsFlag)\(data)")
      throw Interruption.exitCode
    } catch {
      bar.finish()
      throw error
    }
  }

  private var dataFolder: URL? { data.map { URL(fileURLWithPath: $0, isDirectory: true) } }

  /// A new run, or the one to go on with.
  private func fewShotTrainer() throws -> FewShotTrainer {
    guard let resume else {
      let configuration = try Self.configuration(file, settings, over: FewShotConfiguration())
      return try FewShotTrainer.start(
        configuration, data: dataFolder, in: try RunStore(directory: runs.directory), version: Autodidact.version)
    }
    let store = try RunStore(directory: runs.directory, creating: false)
    guard file == nil, settings.isEmpty else {
      throw BadInputError("run \(resume) goes on with its own configuration: leave the file and --set out")
    }
    return try FewShotTrainer.resume(resume, data: dataFolder, in: store)
  }

  private func finishFewShot(
    _ store: RunStore, _ id: Run.ID, model: URL, loss: Double?, _ output: Output
  ) throws {
    var model = model
    if let out {
      let copy = URL(fileURLWithPath: out)
      try WholeFile.write(try Data(contentsOf: model), to: copy)
      model = copy
    }
    let report = store.folder(of: id).appendingPathComponent("report.html")
    try WholeFile.write(FewShotReport.report(of: id, in: store).html(), to: report)
    let metrics = try store.metrics(of: id)
    let steps = metrics.map(\.step).max() ?? 0
    let validation = metrics.filter { $0.name.hasPrefix("validation/") && $0.step == steps }
    let result = Result(
      run: id, steps: steps, loss: loss, validation: validation, model: model.path, report: report.path)
    try output.result(result) {
      ["run     \(id)", "model   \(model.path)", "report  \(report.path)", "measure autodidact evaluate \(model.path)"]
        .joined(separator: "\n")
    }
  }
}
