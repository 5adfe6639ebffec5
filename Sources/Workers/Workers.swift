public import Foundation
internal import Runs
internal import Subprocess
internal import SystemPackage

/// A pool of processes that work on jobs: a trap in one does not end the others.
///
/// Each process leads a group of its own, so that stopping it also stops what it started.
public struct Workers: Sendable {
  /// An event for an observer.
  public enum Event: Sendable {
    /// A job is done.
    case done(WorkerJob)
    /// A job failed.
    case failed(WorkerFailure)
    /// The share of the work that is done, by cost and by the processes' reports, and the number of processes at work.
    case progress(share: Double, atWork: Int)
  }

  /// The program that works on the jobs.
  public let program: URL
  /// The largest number of jobs at once.
  public let limit: Int
  /// The time that a process has to stop before it is killed.
  public let patience: Duration

  /// Creates a pool of up to `limit` processes of a program at once, with one thread each.
  public init(_ program: URL, limit: Int, patience: Duration = .seconds(60)) {
    (self.program, self.limit, self.patience) = (program, limit, patience)
  }

  /// The URL of the running program, to run another one like it.
  public static var thisProgram: URL { Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]) }

  private enum Turn: Sendable {
    case tick
    case ended(WorkerJob, WorkerFailure.End?)
  }

  /// Works until every job is done or failed, or until it is stopped: each process then gets SIGTERM, and unfinished
  /// jobs have not failed.
  public func complete(
    _ jobs: [WorkerJob], isStopping: () -> Bool = { false }, _ report: (Event) -> Void
  ) async -> [WorkerFailure] {
    let total = jobs.reduce(0) { $0 + $1.cost }
    return await withTaskGroup(of: Turn.self) { group in
      var (waiting, working, failures) = (jobs, [WorkerJob](), [WorkerFailure]())
      var cost = 0.0
      var isStopped = false
      group.addTask { .tick }
      for await turn in group {
        if !isStopped, isStopping() {
          (isStopped, waiting) = (true, [])
          group.cancelAll()
        }
        if case .ended(let job, let end) = turn {
          working.removeAll { $0 == job }
          if let end, !isStopped { failures.append(WorkerFailure(job: job, end: end)) }
          if end == nil || !isStopped {
            cost += job.cost
            report(end.map { .failed(WorkerFailure(job: job, end: $0)) } ?? .done(job))
          }
        }
        while working.count < limit, let next = waiting.firstIndex(where: { isFree($0, beside: working) }) {
          let job = waiting.remove(at: next)
          working.append(job)
          group.addTask { .ended(job, await run(job)) }
        }
        guard !working.isEmpty else { break }
        if case .tick = turn, !isStopped {
          report(.progress(share: working.reduce(cost) { $0 + $1.share * $1.cost } / total, atWork: working.count))
          group.addTask {
            // Cancelled, it ends early, and nobody waits for its tick.
            try? await Task.sleep(for: .milliseconds(200))
            return .tick
          }
        }
      }
      group.cancelAll()
      return failures
    }
  }

  private func isFree(_ job: WorkerJob, beside working: [WorkerJob]) -> Bool {
    job.exclusive == nil || !working.contains { $0.exclusive == job.exclusive }
  }

  /// Works on a job. Cancelling the task stops the process and all that it started.
  /// - Returns: The end of its process, or `nil` if the job is done.
  private func run(_ job: WorkerJob) async -> WorkerFailure.End? {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: patience)]
    do {
      try WholeFile.write("", to: job.log)
      let log = try FileDescriptor.open(FilePath(job.log.path), .writeOnly, options: .append)
      defer { try? log.close() }
      let output = FileDescriptorOutput.fileDescriptor(log, closeAfterSpawningProcess: false)
      let result = try await Subprocess.run(
        .path(FilePath(program.path)), arguments: Arguments(job.arguments),
        environment: .inherit.updating(["OMP_NUM_THREADS": "1"]), platformOptions: options, output: output,
        error: output)
      switch result.terminationStatus {
      case .exited(0): return nil
      case .exited(let status): return .exited(status)
      case .signaled(let number): return .signaled(number)
      }
    } catch {
      return .notStarted("\(error)")
    }
  }
}
