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
    try follow(
      trainer.run, in: trainer.store, total: trainer.configuration.steps, smoothing: 0.99, to: output,
      console: console, report: FewShotReport.report, text: { _ in [] }
    ) { view in
      try trainer.complete { progress in
        switch progress {
        case .step(let step, _, let loss): view.step(step, loss: loss)
        case .validation(let step, let points):
          view.say(step, points.map { "after \($0.steps): \(short($0.score.mean))" })
        }
      } isStopping: {
        Interruption.isWanted
      }
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
    try checkConfiguration(FewShotConfiguration.self, ofRun: resume, in: store)
    return try FewShotTrainer.resume(resume, data: dataFolder, in: store)
  }
}
