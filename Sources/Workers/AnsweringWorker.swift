public import Foundation
internal import Subprocess
internal import SystemPackage

/// A process that answers: a frame goes to its standard input, and a frame comes back on its standard output.
///
/// A frame is its length, 8 bytes little-endian, and as many bytes. The process leads a group of its own, and ends when its input does:
/// so it ends with the one who asks, however that one ends.
public actor AnsweringWorker {
  private struct Call: Sendable {
    let frame: Data
    let reply: CheckedContinuation<Result<Data, WorkerFailure>, Never>
  }

  /// The job: what is run, and where its log is.
  public nonisolated let job: WorkerJob
  /// The longest answer that is taken, in bytes.
  public nonisolated let limit: Int
  private let calls: AsyncStream<Call>
  private let queue: AsyncStream<Call>.Continuation
  private var end: WorkerFailure.End?

  /// Starts a process of a program.
  public init(_ program: URL, _ job: WorkerJob, threads: Int = 1, limit: Int = 1 << 30) {
    (self.job, self.limit) = (job, limit)
    (calls, queue) = AsyncStream.makeStream()
    Task { await self.live(program, threads) }
  }

  /// The process's number, once it runs.
  public private(set) var processID: Int32?

  /// Sends a frame, given with its length, and returns the answer without its length.
  /// - Throws: `WorkerFailure` if the process ended before it answered.
  public func ask(_ frame: Data) async throws(WorkerFailure) -> Data {
    if let end { throw WorkerFailure(job: job, end: end) }
    let result = await withCheckedContinuation { continuation in
      if case .enqueued = queue.yield(Call(frame: frame, reply: continuation)) { return }
      continuation.resume(returning: .failure(WorkerFailure(job: job, end: end ?? .notStarted("it was told to end"))))
    }
    return try result.get()
  }

  /// Lets the process end once it has answered what it was asked.
  public func finish() { queue.finish() }

  private func live(_ program: URL, _ threads: Int) async {
    // Writing to a process that ended is an error here, not this process's end.
    signal(SIGPIPE, SIG_IGN)
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5))]
    do {
      let log = try FileDescriptor.open(
        FilePath(job.log.path), .writeOnly, options: [.create, .append],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      defer { try? log.close() }
      let result = try await Subprocess.run(
        .path(FilePath(program.path)), arguments: Arguments(job.arguments),
        environment: .inherit.updating(["OMP_NUM_THREADS": "\(threads)"]), platformOptions: options,
        input: .inputWriter, output: .sequence, error: .fileDescriptor(log, closeAfterSpawningProcess: false)
      ) { execution -> Call? in
        self.started(execution.processIdentifier.value)
        var output = execution.standardOutput.makeAsyncIterator()
        var held = Data()
        /// Returns this many bytes, or `nil` if the process ended before.
        func take(_ count: Int) async -> Data? {
          while held.count < count {
            // What cannot be read has ended.
            guard let buffer = try? await output.next() else { return nil }
            buffer.withUnsafeBytes { held.append(contentsOf: $0) }
          }
          let taken = Data(held.prefix(count))
          held = Data(held.dropFirst(count))
          return taken
        }
        for await call in self.calls {
          let (bytes, writer) = (Array(call.frame), execution.standardInputWriter)
          // A process may answer while it is still told. One that ended takes no bytes; its end is said below.
          async let isTold = (try? await writer.write(bytes)) != nil
          var answer: Data?
          if let head = await take(8) {
            let length = head.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if length <= UInt64(self.limit) { answer = await take(Int(length)) }
          }
          guard let answer else {
            // An answer that cannot be is an end too: nothing after it could be understood.
            kill(-execution.processIdentifier.value, SIGKILL)
            _ = await isTold
            return call
          }
          _ = await isTold
          call.reply.resume(returning: .success(answer))
        }
        try await execution.standardInputWriter.finish()
        return nil
      }
      let end: WorkerFailure.End =
        switch result.terminationStatus {
        case .exited(let status): .exited(status)
        case .signaled(let number): .signaled(number)
        }
      await ended(end, result.closureResult)
    } catch {
      await ended(.notStarted("\(error)"), nil)
    }
  }

  private func started(_ id: Int32) { processID = id }

  private func ended(_ end: WorkerFailure.End, _ unanswered: Call?) async {
    self.end = end
    queue.finish()
    let failure = WorkerFailure(job: job, end: end)
    unanswered?.reply.resume(returning: .failure(failure))
    for await call in calls { call.reply.resume(returning: .failure(failure)) }
  }
}
