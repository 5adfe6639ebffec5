public import Foundation

/// What an engine answers to a request.
public struct EngineReply: Codable, Hashable, Sendable {
  /// The request's number.
  public var id: Int
  /// What came of it.
  public var outcome: EngineOutcome
  /// The bytes that the request's kind of work says; empty if none.
  public var body: Data

  /// Creates a reply.
  public init(id: Int, _ outcome: EngineOutcome, body: Data = Data()) {
    (self.id, self.outcome, self.body) = (id, outcome, body)
  }

  private enum CodingKeys: String, CodingKey { case id, outcome }

  /// Decodes all but the body, which a frame has apart.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try container.decode(Int.self, forKey: .id),
      try container.decode(EngineOutcome.self, forKey: .outcome))
  }

  /// Encodes all but the body.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(outcome, forKey: .outcome)
  }
}

/// What came of a request.
public enum EngineOutcome: Codable, Hashable, Sendable {
  /// It is done.
  case done
  /// It is done, with these numbers.
  case metrics([String: Double])
  /// It is saved, in this many bytes.
  case saved(bytes: Int)
  /// The base model is this.
  case described(BaseModel)
  /// It cannot be done, and the asker can mend it.
  case refused(String)
  /// It failed, and the asker is not to blame.
  case failed(String)
}

/// What does an engine's work: a process of its own, or a test's arithmetic.
public protocol Engine: Sendable {
  /// Does several requests, all of the same kind of work and each for another model, or samples for any samplers, and returns their
  /// replies in order.
  /// - Throws: `EngineLost` if it ended; what it knew is gone.
  func answer(_ batch: [EngineRequest]) async throws(EngineLost) -> [EngineReply]

  /// Lets the engine end once it has answered: nobody asks it any more.
  func finish() async
}

extension Engine {
  /// Does nothing: an engine without a process has nothing to end.
  public func finish() async {}
}

/// An engine that ended before it answered.
public struct EngineLost: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is known of its end.
  public let reason: String
  /// Creates an error.
  public init(_ reason: String) { self.reason = reason }
  /// The reason.
  public var description: String { "the engine ended: \(reason)" }
}
