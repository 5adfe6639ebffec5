import Experiments
import Foundation
import Runs

/// Completes the cells of a study in processes of their own, some at once: a trap in one does not take the others down.
struct StudyWorkers {
  let study: Study
  /// This program, which works on a cell as `scale cell`.
  let program: URL
  /// Cells at once.
  let jobs: Int

  /// A cell that was not done, and why.
  struct Failure: Encodable, CustomStringConvertible {
    let cell: String
    let reason: String
    var description: String { "\(cell): \(reason)" }
  }

  private struct Worker {
    let cell: StudyCell
    let process: Process
    let log: URL

    /// The lines that it wrote.
    var lines: [Substring] {
      ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(whereSeparator: \.isNewline)
    }

    /// The share of its work that it says is done: "42 %".
    var share: Double {
      lines.last.flatMap { $0.hasSuffix(" %") ? Double($0.dropLast(2)) : nil }.map { $0 / 100 } ?? 0
    }
  }

  /// The program that is running, to run another one like it.
  static func thisProgram() -> URL {
    Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
  }

  /// Works until every cell that waits was done or failed, or until the user wants to stop.
  func complete(console: Console) throws -> [Failure] {
    var waiting = try study.waiting
    var workers: [Worker] = []
    var failures: [Failure] = []
    let all = Set(study.cells.map(\.key)).count
    var done = all - waiting.count
    // In thousandths of the work that is left, as estimated: cells are not alike.
    let unit = max(waiting.reduce(0) { $0 + $1.cost } / 1_000, 1)
    var work = 0.0
    var bar = ProgressBar("study", total: waiting.isEmpty ? 1 : 1_000, console: console)
    var isStopping = false
    Interruption.remember()
    while !workers.isEmpty || !waiting.isEmpty {
      if Interruption.isWanted, !isStopping {
        (isStopping, waiting) = (true, [])
        for worker in workers { worker.process.terminate() }
      }
      let ended = workers.filter { !$0.process.isRunning }
      workers.removeAll { worker in ended.contains { $0.process === worker.process } }
      for worker in ended {
        let isDone = worker.process.terminationStatus == 0 && worker.process.terminationReason == .exit
        guard isDone || !isStopping else { continue }
        work += worker.cell.cost / unit
        if isDone {
          done += 1
          bar.say("\(done)/\(all)  \(worker.cell.label)")
        } else {
          let failure = Failure(cell: worker.cell.label, reason: reason(worker))
          failures.append(failure)
          bar.say("failed  \(failure)")
        }
      }
      // Two cells of the same training take turns: the second one finds it trained.
      let busy = Set(workers.map(\.cell.trainingKey)).subtracting([""])
      if workers.count < jobs, let next = waiting.firstIndex(where: { !busy.contains($0.trainingKey) }) {
        workers.append(try start(waiting.remove(at: next)))
        continue
      }
      let begun = workers.reduce(work) { $0 + $1.share * $1.cell.cost / unit }
      bar.update(Int(min(begun, 1_000)), "\(done) of \(all) models, \(workers.count) at work")
      Thread.sleep(forTimeInterval: 0.2)
    }
    bar.finish("\(done) of \(all) models")
    return failures
  }

  private func start(_ cell: StudyCell) throws -> Worker {
    let folder = study.store.folder(of: study.run).appendingPathComponent("cells")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let file = folder.appendingPathComponent("\(cell.key).json")
    try WholeFile.write(try encoder.encode(cell), to: file)
    let log = folder.appendingPathComponent("\(cell.key).log")
    try WholeFile.write("", to: log)
    let process = Process()
    process.executableURL = program
    process.arguments = [
      "scale", "cell", file.path, "--study", study.configuration.name, "--runs-dir", study.store.directory.path,
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(["OMP_NUM_THREADS": "1"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let writing = try FileHandle(forWritingTo: log)
    (process.standardOutput, process.standardError) = (writing, writing)
    try process.run()
    return Worker(cell: cell, process: process, log: log)
  }

  /// The last line that a process wrote, or how it ended.
  private func reason(_ worker: Worker) -> String {
    let lines = worker.lines
    let fatal = lines.first { $0.contains("Fatal error") } ?? lines.last { $0.hasPrefix("error:") } ?? lines.last
    let status = worker.process.terminationStatus
    let end = worker.process.terminationReason == .uncaughtSignal ? "ended by signal \(status)" : "ended with \(status)"
    return fatal.map { "\($0) (\(end); \(worker.log.path))" } ?? "\(end); \(worker.log.path)"
  }
}
