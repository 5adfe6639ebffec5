internal import Foundation

extension ModelService {
  /// Rewrites the journal if most of it is needed no more. What comes meanwhile is taken up as ever.
  func rewriteJournal() async throws {
    guard let last = rewrittenBytes, journal.bytes > limits.journalBytes,
      journal.bytes > 2 * max(last, state.neededBytes)
    else { return }
    rewrittenBytes = nil
    defer { rewrittenBytes = journal.bytes }
    var rewriting = try journal.rewriting()
    do {
      rewriting = try await Self.written(rewriting, state)
      try journal.take(&rewriting)
    } catch {
      rewriting.abandon()
      throw error
    }
    state.move(rewriting.moved)
  }

  /// Writes what is needed of a state. It takes its time, outside of the actor.
  private static func written(_ begun: JournalRewriting, _ state: ServiceState) async throws -> JournalRewriting {
    var rewriting = begun
    let encoder = JSONEncoder()
    for (record, body) in state.records { try rewriting.append(try encoder.encode(record), body: body) }
    try rewriting.synchronize()
    return rewriting
  }
}

extension ServiceState {
  /// The records that give this state, with the places of their bodies.
  var records: some Sequence<(record: JournalRecord, body: Journal.Place)> {
    let redone = redone
    let kept = futures.values.sorted { $0.operation.id < $1.operation.id }.flatMap { future in
      let request = future.isNeeded(redone) ? future.request : .none
      let answer: [(record: JournalRecord, body: Journal.Place)] =
        future.answer.length > 0 ? [(.answer(of: future.operation.id), future.answer)] : []
      return [(record: .future(future.operation, future.result, doneAt: future.doneAt), body: request)] + answer
    }
    return [(record: .state(self), body: .none)] + kept
  }

  /// About how long a journal of the needed records is.
  var neededBytes: Int64 {
    let redone = redone
    let things = sessions.count + models.count + samplers.count + checkpoints.count
    let ids = finishedSamples.values.reduce(0) { $0 + $1.ids.count } + samples.values.reduce(0) { $0 + $1.count }
    return futures.values.reduce(Int64(400 * things + 30 * ids)) { sum, future in
      sum + Int64(500 + future.answer.length + (future.isNeeded(redone) ? future.request.length : 0))
    }
  }

  /// The done operations that are done again when an engine was lost.
  private var redone: Set<String> { Set(accepted.keys.flatMap { done(of: $0) }.map(\.operation.id)) }
}

extension ServiceState.Future {
  /// Whether the request's body may be asked for again.
  fileprivate func isNeeded(_ redone: Set<String>) -> Bool { result == nil || redone.contains(operation.id) }
}
