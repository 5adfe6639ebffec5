internal import Foundation

extension ModelService {
  /// What an engine is to do next.
  enum Turn {
    /// Brings a model back to where it was before an engine was lost.
    case restore(String)
    /// Stores a model's state.
    case baseline(String)
    /// Forgets what nobody asks for any more.
    case forget
    /// Operations that are done together, all of one kind.
    case together([Operation])
  }

  /// Starts the next work of an idle engine, if there is any.
  func pump(_ name: String) {
    guard let slot = slots[name], !slot.isBusy, !slot.isGathering, !isStopping, turn(of: name) != nil else { return }
    slots[name]?.isGathering = true
    Task {
      // Whether or not the pause was whole, what came meanwhile runs together.
      try? await Task.sleep(for: .seconds(limits.gatherSeconds))
      await self.take(name)
    }
  }

  private func take(_ name: String) async {
    slots[name]?.isGathering = false
    slots[name]?.isBusy = true
    while !isStopping, let turn = turn(of: name) {
      do throws(EngineLost) {
        try await perform(turn, name)
        slots[name]?.losses = 0
        slots[name]?.trouble = nil
      } catch {
        await lose(name, turn, error)
      }
    }
    slots[name]?.isBusy = false
  }

  /// The next work of an engine. Quick work comes first; then training and samples take turns; a request during which an engine was
  /// lost runs alone.
  private func turn(of name: String) -> Turn? {
    if let surplus = slots[name]?.surplus, !(surplus.models + surplus.samplers).isEmpty { return .forget }
    let models = state.models.values.filter { $0.engine == name && $0.failure == nil }.sorted { $0.id < $1.id }
    let heads = models.compactMap { state.head(of: $0.id) }
    let samples = (state.waitingSamples[name] ?? []).compactMap { state.futures[$0] }
    if let suspect = (heads + samples).first(where: { $0.losses > 0 }) {
      return ready(suspect.operation) ?? .together([suspect.operation])
    }
    for head in heads {
      if let first = ready(head.operation) { return first }
    }
    if let due = models.first(where: { isBaselineDue($0.id, name) }) { return .baseline(due.id) }
    let quick = heads.filter { !$0.operation.isForwardBackward }.map(\.operation)
    if let first = quick.first {
      return .together(first.isStep ? quick.filter(\.isStep) : [first])
    }
    let training = heads.map(\.operation)
    if training.isEmpty || (slots[name]?.isSamplesTurn == true && !samples.isEmpty) {
      var rows = 0
      let together = samples.prefix { future in
        // Tasks take seconds each: every one is answered when it is done.
        let count = if case .sample(let count) = future.operation.kind { count } else { limits.batchSequences }
        defer { rows += count }
        return rows == 0 || rows + count <= limits.batchSequences
      }
      return together.isEmpty ? nil : .together(together.map(\.operation))
    }
    return .together(training)
  }

  /// What must be done before an operation can run, or `nil` if it can.
  private func ready(_ operation: Operation) -> Turn? {
    guard !operation.isSample, !operation.makesModel, slots[operation.engine]?.models.contains(operation.target) != true
    else { return nil }
    return .restore(operation.target)
  }

  private func isBaselineDue(_ model: String, _ name: String) -> Bool {
    guard slots[name]?.models.contains(model) == true else { return false }
    let done = state.done(of: model)
    if done.count >= limits.operationsBetweenBaselines { return true }
    // A checkpoint that was loaded may be deleted; what was made of it may not depend on it.
    return done.contains { if case .load = $0.operation.kind { true } else { false } }
  }

  private func perform(_ turn: Turn, _ name: String) async throws(EngineLost) {
    let engine = try await engine(name)
    switch turn {
    case .restore(let model): try await restore(model, on: engine, name)
    case .baseline(let model): try await storeBaseline(of: model, on: engine)
    case .forget:
      guard let surplus = slots[name]?.surplus else { return }
      slots[name]?.surplus = ([], [])
      _ = try await engine.answer([EngineRequest(id: 0, .drop(models: surplus.models, samplers: surplus.samplers))])
    case .together(let operations):
      let start = ContinuousClock.now
      slots[name]?.running = Set(operations.map(\.id))
      try await run(operations, on: engine, name)
      slots[name]?.running = []
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      if let first = operations.first { slots[name]?.seconds[first.workName] = seconds }
      slots[name]?.isSamplesTurn = operations.first?.isSample != true
    }
  }

  /// Returns the engine of this name, started if it does not live.
  func engine(_ name: String) async throws(EngineLost) -> any Engine {
    if let engine = slots[name]?.engine { return engine }
    let engine = try await start(name)
    slots[name]?.engine = engine
    return engine
  }

  private func lose(_ name: String, _ turn: Turn, _ error: EngineLost) async {
    let engine = slots[name]?.engine
    let wasAlive = engine != nil
    slots[name]?.lose(error.reason)
    // One whose answers cannot be used may live on.
    await engine?.finish()
    reports.yield(.lost(engine: name, reason: error.reason))
    if wasAlive, case .together(let operations) = turn {
      for operation in operations {
        state.noteLoss(of: operation.id)
        if (state.futures[operation.id]?.losses ?? 0) >= 3 {
          complete(
            operation, .failed("the engine ended three times while it was at this: \(error.reason)", isAskers: false))
        }
      }
    }
    let pause = min(30, 0.05 * pow(2, Double(min(10, slots[name]?.losses ?? 1))))
    // A pause that was cut short starts the engine sooner.
    try? await Task.sleep(for: .seconds(pause))
  }

  /// Brings a model back: its last stored state, and what was acknowledged since.
  private func restore(_ model: String, on engine: any Engine, _ name: String) async throws(EngineLost) {
    var requests: [EngineRequest] = []
    if let baseline = state.baselines[model] {
      requests.append(EngineRequest(id: 0, .load(model: model, folder: baseline.folder, optimizer: true)))
    }
    for future in state.done(of: model) {
      let body: Data
      do {
        body = try journal.body(future.request)
      } catch {
        throw EngineLost(error.detail)
      }
      requests.append(request(future.operation, body, id: requests.count))
    }
    for request in requests {
      let replies = try await engine.answer([request])
      // An engine that lives and refuses is not lost: the model is, and costs the others nothing.
      if let why = replies.first?.outcome.reason { return fail(model, "it cannot be taken back: \(why)") }
    }
    slots[name]?.models.insert(model)
  }

  /// Gives a model up: what waits for it is answered, and nothing new is taken up for it.
  private func fail(_ id: String, _ why: String) {
    guard var model = state.models[id] else { return }
    model.failure = why
    // If it cannot be stored, the next process tries the model again.
    if (try? record(.model(model))) == nil { state.apply(.model(model)) }
    for name in (state.accepted[id] ?? [:]).values {
      guard let future = state.futures[name], future.result == nil else { continue }
      complete(future.operation, .failed("\(id): \(why)", isAskers: false))
    }
  }

  private func storeBaseline(of model: String, on engine: any Engine) async throws(EngineLost) {
    guard let sequence = state.models[model].map({ $0.next - 1 }) else { return }
    let target = folder.appending(path: "baselines/\(Self.fileName(model))-\(sequence)")
    // What an earlier process left there was not acknowledged.
    try? FileManager.default.removeItem(at: target)
    let replies = try await engine.answer([EngineRequest(id: 0, .save(model: model, folder: target.path, .training))])
    guard case .saved? = replies.first?.outcome else {
      throw EngineLost(
        "the state of \(model) cannot be stored in \(target.path): \(replies.first?.outcome.reason ?? "")")
    }
    let earlier = state.baselines[model]
    do {
      try record(.baseline(model: model, Baseline(folder: target.path, sequence: sequence)))
    } catch {
      throw EngineLost(error.detail)
    }
    // The earlier state is no longer needed; what cannot be removed costs its space and nothing else.
    if let earlier { try? FileManager.default.removeItem(atPath: earlier.folder) }
  }

  /// Returns a name as a file can have it.
  public static func fileName(_ id: String) -> String {
    id.map { $0.isLetter || $0.isNumber || "-._".contains($0) ? $0 : "_" }.reduce(into: "") { $0.append($1) }
  }
}

extension EngineOutcome {
  var reason: String? {
    switch self {
    case .refused(let why), .failed(let why): why
    default: nil
    }
  }
}

extension Operation {
  var isForwardBackward: Bool { if case .forwardBackward = kind { true } else { false } }
  var isStep: Bool { if case .step = kind { true } else { false } }
  /// Whether there is no model before it.
  var makesModel: Bool {
    switch kind {
    case .create, .load(_, _, isNew: true): true
    default: false
    }
  }
  var workName: String {
    switch kind {
    case .create: "create"
    case .load: "load"
    case .forwardBackward: "forwardBackward"
    case .step: "step"
    case .save, .snapshot: "save"
    case .sample: "sample"
    case .solve: "solve"
    }
  }
}
