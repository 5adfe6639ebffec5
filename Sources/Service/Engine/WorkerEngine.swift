public import Foundation
public import Workers

/// An engine in a process of its own: a trap or a lack of memory there ends nothing here.
public struct WorkerEngine: Engine {
  private let worker: AnsweringWorker

  /// Starts the process of a program that answers frames of requests: `autodidact engine-worker`.
  public init(_ program: URL, _ job: WorkerJob, threads: Int) {
    worker = AnsweringWorker(program, job, threads: threads, limit: EngineFrame.limit)
  }

  /// The process's number, or `nil` if it does not run.
  public var processID: Int32? { get async { await worker.processID } }

  /// Sends the requests and waits for their answers.
  public func answer(_ batch: [EngineRequest]) async throws(EngineLost) -> [EngineReply] {
    let frame: Data
    do {
      frame = try EngineFrame.encoded(batch)
    } catch {
      throw EngineLost("a request cannot be sent: \(error)")
    }
    let answer: Data
    do {
      answer = try await worker.ask(frame)
    } catch {
      throw EngineLost(error.reason)
    }
    return try EngineFrame.decoded(answer, as: EngineReply.self)
  }

  /// Lets the process end.
  public func finish() async { await worker.finish() }
}
