public import Foundation
internal import Runs

/// The service without its wire: sessions, models, samplers, checkpoints, futures and the queue to the engines.
///
/// All that was acknowledged is in a journal before it is acknowledged. An actor's turns are short: engines are waited for between them,
/// and a future is waited for without a thread.
public actor ModelService {
  /// A base model that is served.
  public struct Base: Sendable {
    /// The name that clients ask for.
    public let name: String
    /// The name of the engine that has it; names of one file share an engine.
    public let engine: String
    /// The folder of its tokenizer, or `nil` if it has none of its own.
    public let tokenizer: String?
    /// Reads how it writes text, where OpenAI's clients are to ask it.
    public let text: @Sendable () throws -> BaseText

    /// Creates a base model.
    public init(
      name: String, engine: String, tokenizer: String? = nil,
      text: @escaping @Sendable () throws -> BaseText = {
        throw ServiceError(400, "this model has no tokenizer here: it is asked in tokens")
      }
    ) {
      (self.name, self.engine, self.tokenizer, self.text) = (name, engine, tokenizer, text)
    }
  }

  /// What starts an engine by its name.
  public typealias Start = @Sendable (_ engine: String) async throws(EngineLost) -> any Engine

  let bases: [String: Base]
  let folder: URL
  let limits: ServiceLimits
  let start: Start
  let journal: Journal
  /// How long the journal was after it was last rewritten, or `nil` if that is a rewriting now.
  var rewrittenBytes: Int64? = 0
  /// A number that grows with whatever is acknowledged or done.
  public private(set) var version = 0
  var state = ServiceState()
  var slots: [String: EngineSlot] = [:]
  var waiters: [String: [Waiter]] = [:]
  /// Whoever waits for samples of a sampler.
  var samplerWaiters: [String: [Waiter]] = [:]
  var waiterCount = 0
  /// When each session was last heard of; not stored: after a restart all begin anew.
  var heardOf: [String: Date] = [:]
  let startedAt: Date
  /// The number of copies of each sampler's client.
  var copies: [String: Int] = [:]
  /// The links that were given out, by their secret parts.
  var links: [String: FileLink] = [:]
  /// How the base models write, as far as somebody asked.
  var texts: [String: BaseText] = [:]
  var recent = RecentSamples()
  /// The last number that was given to a request without one.
  var number = 0
  /// Whether nothing new is begun.
  var isStopping = false
  let now: @Sendable () -> Date
  let reports: AsyncStream<ServiceReport>.Continuation
  /// What happened, for those who keep and show it.
  public let events: AsyncStream<ServiceReport>

  /// Creates a service that keeps its state in a folder, and takes up what the folder has.
  /// - Throws: `ServiceError` for a folder that cannot be used.
  public init(
    _ bases: [Base], folder: URL, limits: ServiceLimits = ServiceLimits(),
    now: @escaping @Sendable () -> Date = { Date() }, start: @escaping Start
  ) throws {
    self.bases = Dictionary(bases.map { ($0.name, $0) }) { first, _ in first }
    (self.folder, self.limits, self.now, self.start) = (folder, limits, now, start)
    startedAt = now()
    (events, reports) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(65_536))
    for name in ["checkpoints", "samplers", "baselines"] {
      do {
        try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
      } catch {
        throw ServiceError(503, "\(folder.path) cannot be written: \(error); give another folder")
      }
    }
    var state = ServiceState()
    let decoder = JSONDecoder()
    journal = try Journal(at: folder.appending(path: "journal")) { json, body in
      state.apply(try decoder.decode(JournalRecord.self, from: json), body: body)
    }
    self.state = state
    // Numbers of an earlier process are below these.
    number = Int(now().timeIntervalSince1970 * 1e3) % 1_000_000_000_000
    for base in bases { slots[base.engine] = EngineSlot() }
    slots[Self.taskEngine] = EngineSlot()
  }

  /// Stores a record, then takes it up.
  @discardableResult
  func record(_ record: JournalRecord, body: Data = Data()) throws(ServiceError) -> Journal.Place {
    let json: Data
    do {
      json = try JSONEncoder().encode(record)
    } catch {
      throw ServiceError(400, "it holds a number that cannot be stored: \(error)")
    }
    let place = try journal.append(json, body: body)
    state.apply(record, body: place)
    version += 1
    return place
  }

  /// The base models, by name.
  public var servedBases: [Base] { bases.values.sorted { $0.name < $1.name } }

  /// Returns what the engine of a base model says of it.
  public func describe(_ name: String) async throws -> BaseModel {
    guard let base = bases[name] else { throw unknown(base: name) }
    if let known = slots[base.engine]?.description { return known }
    let engine = try await engine(base.engine)
    let replies = try await engine.answer([EngineRequest(id: 0, .describe)])
    guard case .described(let model)? = replies.first?.outcome else {
      throw ServiceError(503, "the engine of \(name) does not say what it is")
    }
    slots[base.engine]?.description = model
    return model
  }

  func unknown(base name: String) -> ServiceError {
    ServiceError(
      404,
      "there is no base model \"\(name)\" here; there is \(bases.keys.sorted().joined(separator: ", ")). "
        + "`serve --model \(name)=FOLDER` gives a folder this name")
  }

  /// Goes on with what an earlier process acknowledged and did not finish.
  public func resume() {
    for name in slots.keys { pump(name) }
  }

  /// Ends what runs, begins nothing, and answers those who wait with "not yet": what was accepted is stored.
  public func stop() async {
    isStopping = true
    for id in waiters.keys { wake(id) }
    for id in samplerWaiters.keys { wakeSampler(id) }
    while slots.values.contains(where: \.isBusy) {
      do { try await Task.sleep(for: .milliseconds(10)) } catch { break }
    }
    reports.finish()
  }
}

/// Something that happened, for those who keep and show it.
public enum ServiceReport: Sendable {
  /// An operation of a model is done, with the numbers of its result.
  case trained(model: String, base: String, step: Int, metrics: [String: Double], seconds: Double)
  /// A sample is done.
  case sampled(sampler: String, id: String, seconds: Double)
  /// An engine ended.
  case lost(engine: String, reason: String)
}
