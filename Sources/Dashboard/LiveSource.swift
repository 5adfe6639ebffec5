public import Foundation

/// A service that the pages show beside the runs of the store: what waits, and what was sampled.
public protocol LiveSource: Sendable {
  /// Whether the service has the fine-tuning jobs of the OpenAI API, under `/v1/fine_tuning/jobs` of the same server.
  var hasJobs: Bool { get }
  /// Returns the owner that an API key belongs to, or `nil` if it is nobody's. Without keys everyone is one owner.
  func owner(of key: String?) async -> String?
  /// Returns the operations of an owner that run or wait, in the order in which they will run.
  func queue(of owner: String) async -> [QueuedOperation]
  /// Returns the latest samples of an owner, latest first; a few dozen are shown.
  func samples(of owner: String) async -> [ShownSample]
  /// Returns a number that differs after any change of the queue or the samples.
  func version() async -> Int
}

/// An operation of a service that runs or waits.
public struct QueuedOperation: Hashable, Codable, Sendable {
  /// The state of an operation.
  public enum State: String, Codable, Sendable {
    /// An engine works on it.
    case running
    /// It waits.
    case waiting
  }

  /// The name of its future or job.
  public var id: String
  /// The model or sampler that it is for.
  public var model: String
  /// What is done: "sample", "forward_backward".
  public var kind: String
  /// Whether it runs or waits.
  public var state: State
  /// The time at which it was accepted.
  public var accepted: Date
  /// What it waits for, in words, or `nil` if it runs.
  public var reason: String?
  /// The seconds until it is done, or `nil` if nobody can tell.
  public var eta: Double?

  /// Creates an operation that runs or waits.
  public init(
    id: String, model: String, kind: String, state: State, accepted: Date, reason: String? = nil, eta: Double? = nil
  ) {
    (self.id, self.model, self.kind, self.state) = (id, model, kind, state)
    (self.accepted, self.reason, self.eta) = (accepted, reason, eta)
  }
}

/// A sample with the log-probabilities of its tokens.
public struct ShownSample: Hashable, Codable, Sendable {
  /// A token as text, with its log-probability.
  public struct Token: Hashable, Codable, Sendable {
    /// The text of the token.
    public var text: String
    /// The log-probability under the sampler, or `nil` if it was not computed.
    public var logProbability: Double?

    /// Creates a token.
    public init(_ text: String, logProbability: Double? = nil) {
      (self.text, self.logProbability) = (text, logProbability)
    }
  }

  /// The name of the sample.
  public var id: String
  /// The sampler or model.
  public var sampler: String
  /// The prompt; samples of the same prompt are shown together.
  public var prompt: [Token]
  /// The tokens that were sampled.
  public var tokens: [Token]
  /// The reward, or `nil` if none was given.
  public var reward: Double?
  /// The mean advantage with which it was learned, or `nil` if that is not known.
  public var advantage: Double?
  /// The time at which it was done.
  public var date: Date

  /// Creates a sample.
  public init(
    id: String, sampler: String, prompt: [Token], tokens: [Token], reward: Double? = nil, advantage: Double? = nil,
    date: Date
  ) {
    (self.id, self.sampler, self.prompt, self.tokens) = (id, sampler, prompt, tokens)
    (self.reward, self.advantage, self.date) = (reward, advantage, date)
  }
}
