public import Foundation

/// What is known of a future.
public enum FutureStatus: Sendable {
  /// Its result is here: JSON of the request's kind.
  case json(Data)
  /// Its result is here: a message of the Tinker API.
  case protobuf(Data)
  /// It failed. `isAskers` says whether the asker can mend it.
  case failed(String, isAskers: Bool)
  /// It waits, for this reason; `isPaused` says whether nothing of its kind runs now.
  case waiting(String, isPaused: Bool)
}

extension ModelService {
  /// Returns a future's result once it is there, or that it waits when the time is over.
  /// - Throws: `ServiceError` 404 for one that never was, 410 for one whose result is no longer kept.
  public func future(_ id: String, owner: String, seconds: Double) async throws(ServiceError) -> FutureStatus {
    guard let future = state.futures[id] else {
      if let number = Int(id.dropFirst("req-".count)), id.hasPrefix("req-"), (1...state.futureCount).contains(number) {
        throw ServiceError(410, "the result of \(id) is no longer kept; send the request again")
      }
      throw .notFound("the request \(id.prefix(100))")
    }
    guard future.operation.owner == owner else { throw .notFound("the request \(id)") }
    if future.result == nil, seconds > 0, !isStopping {
      await wait(seconds) {
        $0.waiters[id, default: []].append($1)
      } timeout: {
        $0.wake(id, only: $1)
      }
    }
    guard let future = state.futures[id] else { throw ServiceError(410, "the result of \(id) is no longer kept") }
    switch future.result {
    case .json: return .json(try journal.body(future.answer))
    case .protobuf: return .protobuf(try journal.body(future.answer))
    case .failed(let why, let isAskers): return .failed(why, isAskers: isAskers)
    case nil:
      let (reason, isPaused) = waitingReason(of: future.operation)
      return .waiting(reason, isPaused: isPaused)
    }
  }

  /// Returns the finished samples of a copy of a sampler's client after the first `cursor`, waiting for one if there is none.
  public func finishedSamples(
    of sampler: String, copy: Int, owner: String, after cursor: Int, seconds: Double
  ) async throws(ServiceError) -> [(id: String, isFailed: Bool, bytes: Int)] {
    guard state.samplers[sampler]?.owner == owner else { throw .notFound("the sampler \(sampler.prefix(100))") }
    let copy = ServiceState.copy(copy, of: sampler)
    if state.finishedSamples[copy]?.count ?? 0 <= cursor, seconds > 0, !isStopping {
      await wait(seconds) {
        $0.samplerWaiters[copy, default: []].append($1)
      } timeout: {
        $0.wakeSampler(copy, only: $1)
      }
    }
    return (state.finishedSamples[copy]?.after(cursor) ?? []).compactMap { id in
      guard let future = state.futures[id] else { return nil }
      if case .failed? = future.result { return (id, true, 0) }
      return (id, false, future.answer.length)
    }
  }

  private func wait(
    _ seconds: Double, enter: (isolated ModelService, Waiter) -> Void,
    timeout: @escaping @Sendable (isolated ModelService, Int) -> Void
  ) async {
    waiterCount += 1
    let number = waiterCount
    await withCheckedContinuation { continuation in
      let timer = Task { [weak self] in
        // Cancelled, whoever waited has been answered.
        guard (try? await Task.sleep(for: .seconds(seconds))) != nil, let self else { return }
        await self.run { timeout($0, number) }
      }
      enter(self, Waiter(number: number, continuation: continuation, timer: timer))
    }
  }

  private func run(_ body: @Sendable (isolated ModelService) -> Void) { body(self) }

  func wake(_ id: String, only number: Int? = nil) {
    let (woken, kept) = Self.split(waiters[id] ?? [], number)
    waiters[id] = kept.isEmpty ? nil : kept
    woken.forEach(Self.resume)
  }

  func wakeSampler(_ id: String, only number: Int? = nil) {
    let (woken, kept) = Self.split(samplerWaiters[id] ?? [], number)
    samplerWaiters[id] = kept.isEmpty ? nil : kept
    woken.forEach(Self.resume)
  }

  private static func split(_ all: [Waiter], _ number: Int?) -> (woken: [Waiter], kept: [Waiter]) {
    guard let number else { return (all, []) }
    return (all.filter { $0.number == number }, all.filter { $0.number != number })
  }

  private static func resume(_ waiter: Waiter) {
    waiter.timer.cancel()
    waiter.continuation.resume()
  }

  /// Says what an operation waits for.
  func waitingReason(of operation: Operation) -> (String, isPaused: Bool) {
    let slot = slots[operation.engine]
    if let trouble = slot?.trouble { return ("the engine starts again: \(trouble)", true) }
    if operation.isSample {
      let ahead = state.waitingSamples[operation.engine]?.firstIndex(of: operation.id) ?? 0
      return ("\(ahead) requests are ahead", false)
    }
    let next = state.models[operation.target]?.next ?? 0
    if operation.sequence > next, state.accepted[operation.target]?[next] == nil {
      return ("request \(next) of \(operation.target) has not come; this is \(operation.sequence)", false)
    }
    let ahead = max(0, operation.sequence - next)
    let pace = slot?.seconds["forwardBackward"].map { ", about \(Int((Double(ahead + 1) * $0).rounded(.up))) s" } ?? ""
    return ("\(ahead) requests of this model are ahead\(pace)", false)
  }
}
