/// What a server accepts and keeps.
public struct ServiceLimits: Codable, Hashable, Sendable {
  /// The longest body of a request, in bytes.
  public var requestBytes = 64 << 20
  /// The most samples that wait; more are refused with 429, which clients wait on.
  public var waitingSamples = 2_000
  /// The most orders of tasks that wait.
  public var waitingTasks = 200
  /// The most sequences of one sample.
  public var sequences = 1_024
  /// The most tokens that samples of one batch may write together.
  public var batchSequences = 256
  /// The most models of one owner.
  public var models = 1_000
  /// The most bytes of checkpoints of one owner.
  public var checkpointBytes = 20 << 30
  /// The most bytes of files of one owner.
  public var fileBytes = 10 << 30
  /// The largest rank of an adapter.
  public var rank = 512
  /// The longest that a future is waited for, in seconds.
  public var pollSeconds = 30.0
  /// How long a result is kept, in seconds.
  public var resultSeconds = 6 * 3600.0
  /// How long a session is held in memory after its client was last heard of, in seconds. Its models stay, and are read again when
  /// they are asked; samplers without a name do not.
  public var sessionSeconds = 2 * 3600.0
  /// How long requests are collected before an idle engine starts, in seconds: those that come together run together.
  public var gatherSeconds = 0.004
  /// The operations of a model between stored states; after a loss the ones since the last are done again.
  public var operationsBetweenBaselines = 64
  /// The samplers without a name that a model keeps, those asked last: reinforcement learning saves one a step.
  public var unnamedSamplers = 32
  /// The bytes from which the journal is rewritten without what nobody needs, once that is more than half of it.
  public var journalBytes = 16 << 20
  /// The most samplers that an engine holds; others are read again when they are asked.
  public var openSamplers = 128

  /// Creates the defaults.
  public init() {}
}
