internal import Foundation

/// What a server knows: the sum of its journal. Encoded, it is without its futures, whose bodies are entries of their own.
struct ServiceState: Codable, Hashable, Sendable {
  /// A future: an acknowledged operation, and its result once it is there.
  struct Future: Hashable, Sendable {
    let operation: Operation
    var request: Journal.Place
    var result: OperationResult?
    var answer = Journal.Place.none
    var doneAt: Date?
    /// How often an engine ended while it was at this.
    var losses = 0
  }

  private(set) var sessions: [String: Session] = [:]
  private(set) var models: [String: TrainedModel] = [:]
  private(set) var samplers: [String: Sampler] = [:]
  private(set) var futures: [String: Future] = [:]
  private(set) var checkpoints: [CheckpointPath: StoredCheckpoint] = [:]
  private(set) var baselines: [String: Baseline] = [:]
  /// The operations of each model by their numbers; those that a baseline has are gone.
  private(set) var accepted: [String: [Int: String]] = [:]
  /// Numbers that were refused and come before their turn.
  private(set) var spent: [String: Set<Int>] = [:]
  /// The samples of each sampler by their numbers.
  private(set) var samples: [String: [Int: String]] = [:]
  /// Samples that wait, by base model, in the order they came.
  private(set) var waitingSamples: [String: [String]] = [:]
  /// Samples that are done, of each copy of a sampler's client.
  private(set) var finishedSamples: [String: FinishedSamples] = [:]
  /// The number of futures that were ever given out.
  private(set) var futureCount = 0
  private(set) var sessionCount = 0

  private enum CodingKeys: String, CodingKey {
    case sessions, models, samplers, checkpoints, baselines, accepted, spent, samples, waitingSamples, finishedSamples
    case futureCount, sessionCount
  }

  mutating func apply(_ record: JournalRecord, body: Journal.Place = .none) {
    switch record {
    case .session(let session):
      if sessions[session.id] == nil { sessionCount += 1 }
      sessions[session.id] = session
    case .model(let model): models[model.id] = model
    case .sampler(var sampler):
      sampler.lastAsked = futureCount
      samplers[sampler.id] = sampler
    case .accepted(let operation): accept(operation, body)
    case .spent(let model, let sequence):
      spent[model, default: []].insert(sequence)
      skipSpent(of: model)
    case .batch: break
    case .completed(let id, let result, let date): complete(id, result, body, date)
    case .checkpoint(let checkpoint): checkpoints[checkpoint.path] = checkpoint
    case .checkpointGone(let path): checkpoints[path] = nil
    case .baseline(let model, let baseline):
      baselines[model] = baseline
      for (sequence, id) in accepted[model] ?? [:] where sequence <= baseline.sequence {
        accepted[model]?[sequence] = nil
        if futures[id]?.result == nil { futures[id] = nil }
      }
    case .expired(let ids): forget(ids)
    case .samplersGone(let ids):
      for id in ids {
        samplers[id] = nil
        samples[id] = nil
      }
      for copy in finishedSamples.keys where ids.contains(where: { copy.hasPrefix($0 + "#") }) {
        finishedSamples[copy] = nil
      }
    case .state(let state): self = state
    case .future(let operation, let result, let date):
      futures[operation.id] = Future(operation: operation, request: body, result: result, doneAt: date)
    case .answer(of: let id): futures[id]?.answer = body
    }
  }

  private mutating func accept(_ operation: Operation, _ body: Journal.Place) {
    futureCount += 1
    futures[operation.id] = Future(operation: operation, request: body)
    if operation.isSample {
      samples[operation.target, default: [:]][operation.sequence] = operation.id
      samplers[operation.target]?.lastAsked = futureCount
      waitingSamples[operation.engine, default: []].append(operation.id)
    } else {
      accepted[operation.target, default: [:]][operation.sequence] = operation.id
      models[operation.target]?.lastRequestAt = operation.acceptedAt
    }
  }

  private mutating func complete(_ id: String, _ result: OperationResult, _ body: Journal.Place, _ date: Date) {
    guard let operation = futures[id]?.operation, futures[id]?.result == nil else { return }
    futures[id]?.result = result
    futures[id]?.answer = body
    futures[id]?.doneAt = date
    if operation.isSample {
      waitingSamples[operation.engine]?.removeAll { $0 == id }
      finishedSamples[Self.copy(operation), default: FinishedSamples()].ids.append(id)
      return
    }
    let model = operation.target
    let next = models[model]?.next ?? 0
    models[model]?.next = max(next, operation.sequence + 1)
    switch (operation.kind, result) {
    case (.create, .failed(let why, _)), (.load(_, _, isNew: true), .failed(let why, _)): models[model]?.failure = why
    case (.step, .json): models[model]?.steps += 1
    default: break
    }
    skipSpent(of: model)
  }

  private mutating func skipSpent(of model: String) {
    while let next = models[model]?.next, spent[model]?.remove(next) != nil { models[model]?.next = next + 1 }
  }

  private mutating func forget(_ ids: [String]) {
    var copies: Set<String> = []
    for id in ids {
      guard let operation = futures.removeValue(forKey: id)?.operation, operation.isSample else { continue }
      samples[operation.target]?[operation.sequence] = nil
      copies.insert(Self.copy(operation))
    }
    for copy in copies { finishedSamples[copy]?.drop { futures[$0] == nil } }
  }

  /// A copy of a sampler's client numbers its requests from its own 10⁹ on.
  private static func copy(_ operation: Operation) -> String {
    copy(operation.sequence / 1_000_000_000, of: operation.target)
  }

  static func copy(_ copy: Int, of sampler: String) -> String { "\(sampler)#\(copy)" }

  mutating func noteLoss(of id: String) { futures[id]?.losses += 1 }

  /// Takes up that bodies are elsewhere.
  mutating func move(_ moved: (Journal.Place) -> Journal.Place) {
    futures = futures.mapValues { future in
      var future = future
      (future.request, future.answer) = (moved(future.request), moved(future.answer))
      return future
    }
  }

  /// The operation of a model whose turn it is, or `nil` if it has not come yet.
  func head(of model: String) -> Future? {
    guard let model = models[model], let id = accepted[model.id]?[model.next], let future = futures[id],
      future.result == nil
    else { return nil }
    return future
  }

  /// The operations that were done since a model's baseline and changed it, in order.
  func done(of model: String) -> [Future] {
    let start = baselines[model]?.sequence ?? -1
    let next = models[model]?.next ?? 0
    return (accepted[model] ?? [:]).filter { $0.key > start && $0.key < next }.sorted { $0.key < $1.key }
      .compactMap { futures[$0.value] }
      .filter { future in
        if case .failed? = future.result { return false }
        return future.result != nil && future.operation.changesModel
      }
  }
}

/// The samples that are done of a copy of a sampler's client, in the order they were done.
struct FinishedSamples: Codable, Hashable, Sendable {
  /// The number of those before the ones that are known.
  private(set) var dropped = 0
  var ids: [String] = []

  /// How many there ever were.
  var count: Int { dropped + ids.count }

  /// Returns those after the first `cursor`.
  func after(_ cursor: Int) -> ArraySlice<String> { ids.dropFirst(max(0, cursor - dropped)) }

  /// Drops the first ones as long as they are not kept.
  mutating func drop(while isGone: (String) -> Bool) {
    let gone = ids.prefix(while: isGone).count
    ids.removeFirst(gone)
    dropped += gone
  }
}
