public import Foundation

/// What a server is at, for a page and for measurements.
public struct ServiceOverview: Codable, Hashable, Sendable {
  /// An acknowledged operation that is not done.
  public struct Waiting: Codable, Hashable, Sendable {
    /// The name of its future.
    public let id: String
    /// Whose it is.
    public let owner: String
    /// The model or sampler that it is for.
    public let target: String
    /// What is to be done.
    public let kind: String
    /// Its number.
    public let number: Int
    /// When it was acknowledged.
    public let acceptedAt: Date
    /// What it waits for.
    public let reason: String
    /// Whether an engine is at it.
    public let isRunning: Bool
    /// The seconds until it is done, or `nil` if nothing of its kind was done yet.
    public let seconds: Double?
  }
  /// An engine.
  public struct EngineState: Codable, Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Whether it works.
    public let isBusy: Bool
    /// Why it does not live, or `nil` if it does.
    public let trouble: String?
    /// The number of models that it holds.
    public let models: Int
    /// The number of samplers that it holds.
    public let samplers: Int
  }
  /// What waits, the oldest first.
  public let waiting: [Waiting]
  /// The engines.
  public let engines: [EngineState]
  /// The number of models.
  public let models: Int
  /// The number of checkpoints.
  public let checkpoints: Int
  /// The bytes of checkpoints.
  public let checkpointBytes: Int
  /// The bytes of the journal.
  public let journalBytes: Int
}

extension ModelService {
  /// Returns what the server is at: what is an owner's, or everything.
  public func overview(of owner: String? = nil, most: Int = 1_000) -> ServiceOverview {
    let waiting = state.futures.values
      .filter { $0.result == nil && (owner == nil || $0.operation.owner == owner) }
      .sorted { ($0.operation.acceptedAt, $0.operation.id) < ($1.operation.acceptedAt, $1.operation.id) }
      .prefix(most).map(\.operation)
    let kept = state.checkpoints.values.filter { owner == nil || $0.owner == owner }
    return ServiceOverview(
      waiting: waiting.map {
        .init(
          id: $0.id, owner: $0.owner, target: $0.target, kind: $0.workName, number: $0.sequence,
          acceptedAt: $0.acceptedAt, reason: waitingReason(of: $0).0,
          isRunning: slots[$0.engine]?.running.contains($0.id) == true, seconds: slots[$0.engine]?.seconds[$0.workName])
      },
      engines: slots.sorted { $0.key < $1.key }.map { name, slot in
        .init(
          name: name, isBusy: slot.isBusy, trouble: slot.trouble, models: slot.models.count,
          samplers: slot.samplers.count)
      },
      models: state.models.values.filter { owner == nil || $0.owner == owner }.count, checkpoints: kept.count,
      checkpointBytes: kept.reduce(0) { $0 + $1.bytes }, journalBytes: Int(journal.bytes))
  }
}
