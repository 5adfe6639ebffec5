import Experiments
import Foundation
import Runs
import Workers

/// A pool of processes that complete the cells of a study, several at once.
struct StudyWorkers {
  let study: Study
  /// The program, which works on a cell as `scale cell`.
  let program: URL
  /// The largest number of cells at once.
  let jobs: Int

  /// A cell that failed, with the reason.
  struct Failure: Encodable, CustomStringConvertible {
    let cell: String
    let reason: String
    var description: String { "\(cell): \(reason)" }
  }

  /// Works until every waiting cell is done or failed, or until the user stops it.
  func complete(console: Console) async throws -> [Failure] {
    let waiting = try study.waiting.map(job)
    let all = Set(study.cells.map(\.key)).count
    var done = all - waiting.count
    // In thousandths of the estimated remaining work: cells take different times.
    var bar = ProgressBar("study", total: waiting.isEmpty ? 1 : 1_000, console: console)
    Interruption.remember()
    let failures = await Workers(program, limit: jobs).complete(waiting, isStopping: { Interruption.isWanted }) {
      event in
      switch event {
      case .done(let job):
        done += 1
        bar.say("\(done)/\(all)  \(job.name)")
      case .failed(let failure): bar.say("failed  \(failure)")
      case .progress(let share, let atWork):
        bar.update(Int(1_000 * share), "\(done) of \(all) models, \(atWork) at work")
      }
    }
    bar.finish("\(done) of \(all) models")
    return failures.map { Failure(cell: $0.job.name, reason: $0.reason) }
  }

  /// Returns the job of a cell, whose JSON its process reads. Two cells of the same training take turns: the second one
  /// finds it trained.
  private func job(_ cell: StudyCell) throws -> WorkerJob {
    let folder = study.store.folder(of: study.run).appendingPathComponent("cells")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let file = folder.appendingPathComponent("\(cell.key).json")
    try WholeFile.write(try encoder.encode(cell), to: file)
    return WorkerJob(
      cell.label,
      arguments: [
        "scale", "cell", file.path, "--study", study.configuration.name, "--runs-dir", study.store.directory.path,
      ],
      log: folder.appendingPathComponent("\(cell.key).log"), cost: cell.cost,
      exclusive: cell.trainingKey.isEmpty ? nil : cell.trainingKey)
  }
}
