internal import Foundation

/// A client's session.
struct Session: Codable, Hashable, Sendable {
  let id: String
  let owner: String
  let createdAt: Date
  var tags: [String]
  var metadata: [String: String]
  var displayName: String?
  var project: String?
  var isFinished = false
}

/// A model: an adapter of a base model that a client trains.
struct TrainedModel: Codable, Hashable, Sendable {
  let id: String
  let owner: String
  let session: String
  /// The name that the client asked for.
  let base: String
  let engine: String
  var shape: AdapterShape
  let createdAt: Date
  var metadata: [String: String]?
  /// The number of the next request that is to run.
  var next = 0
  /// Why it cannot be used, or `nil` if it can: its creation failed.
  var failure: String?
  /// Steps that its optimizer took.
  var steps = 0
  var lastRequestAt: Date
}

/// A stored state of a model, from which requests after it are done again when an engine was lost.
struct Baseline: Codable, Hashable, Sendable {
  let folder: String
  /// The number of the last request that is in it.
  let sequence: Int
}

/// A sampler: an adapter as it was, or a base model.
struct Sampler: Codable, Hashable, Sendable {
  let id: String
  let owner: String
  let session: String
  let base: String
  let engine: String
  /// The folder of its adapter, or `nil` for the base model alone.
  var folder: String?
  /// The checkpoint that it was made of, or `nil` if none.
  var path: CheckpointPath?
  /// The model that saved it without a name, or `nil` if none did.
  var model: String?
  /// The number of the last request for it, or of the last before it was made, among all requests.
  var lastAsked: Int?
}

/// A checkpoint that is there.
struct StoredCheckpoint: Codable, Hashable, Sendable {
  let path: CheckpointPath
  let owner: String
  let base: String
  let shape: AdapterShape
  let folder: String
  let bytes: Int
  let createdAt: Date
  var isPublic = false
  var metadata: [String: String]?
  var expiresAt: Date?
}

/// What came of an operation.
enum OperationResult: Codable, Hashable, Sendable {
  /// JSON, in the body.
  case json
  /// A message of the Tinker API, in the body.
  case protobuf
  /// A failure. `isAskers` says whether the asker can mend it.
  case failed(String, isAskers: Bool)
}

/// An entry of the journal.
enum JournalRecord: Codable, Sendable {
  case session(Session)
  case model(TrainedModel)
  case sampler(Sampler)
  /// The body is the request's.
  case accepted(Operation)
  /// A number that was refused.
  case spent(model: String, sequence: Int)
  /// The operations that an engine does together.
  case batch([String])
  /// The body is the result's.
  case completed(id: String, OperationResult, at: Date)
  case checkpoint(StoredCheckpoint)
  case checkpointGone(CheckpointPath)
  case baseline(model: String, Baseline)
  case expired([String])
  case samplersGone([String])
  /// All that is known but the futures: what a rewritten journal begins with.
  case state(ServiceState)
  /// A future of before. The body is the request's, as long as it may be needed again.
  case future(Operation, OperationResult?, doneAt: Date?)
  /// The body is the result's of a future of before.
  case answer(of: String)
}
