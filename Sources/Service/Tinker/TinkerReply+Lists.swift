internal import Foundation

extension TinkerReply {
  struct Submitted: Encodable {
    let requestID: String
    let modelID: String?
  }
  struct SampleSubmitted: Encodable {
    let requestID: String
    let sampleSequenceIDs: [String]
  }
  struct SessionCreated: Encodable {
    let sessionID: String
    let type = "create_session"
  }
  struct SamplerCreated: Encodable {
    let samplingSessionID: String
    let type = "create_sampling_session"
  }
  struct SamplerInfo: Encodable {
    let samplerID: String
    let baseModel: String
    let modelPath: String?
  }
  struct Joined: Encodable {
    let clientCounter: Int
    let type = "join_sampling_session"
  }
  struct OptimizerConfiguration: Encodable { let type = "adamw" }
  struct Info: Encodable {
    struct ModelData: Encodable {
      let arch: String
      let modelName: String
      let tokenizerID: String
    }
    let modelData: ModelData
    let modelID: String
    let optimizerConfig = OptimizerConfiguration()
    let isLora = true
    let loraRank: Int
    let modelName: String
    let type = "get_info"
  }
  struct Metadata: Encodable {
    let status = "complete_metadata"
    let responsePayloadSize: Int
  }
  struct Failed: Encodable {
    let error: String
    let category: String
  }
  struct Waiting: Encodable {
    let detail = "Timeout"
    let queueState: String
    let queueStateReason: String
  }
  struct Completions: Encodable {
    struct Completion: Encodable {
      let state: String
      let requestID: String
      let responsePayloadUncompressedSize: Int?
    }
    let completions: [Completion]
    let cursor: Int
  }
  struct Links: Encodable {
    let urls: [String: String]
    let expires: Date
  }
  struct Weights: Encodable {
    let baseModel: String
    let optimizerConfig = OptimizerConfiguration()
    let isLora = true
    let loraRank: Int
    let trainUnembed: Bool
    let trainMlp: Bool
    let trainAttn: Bool
    init(baseModel: String, _ shape: AdapterShape) {
      (self.baseModel, loraRank) = (baseModel, shape.rank)
      (trainUnembed, trainMlp, trainAttn) = (shape.trainsUnembedding, shape.trainsMLP, shape.trainsAttention)
    }
  }
  struct Cursor: Encodable {
    let offset: Int
    let limit: Int
    let totalCount: Int
  }
  struct Runs: Encodable {
    let trainingRuns: [Run]
    let cursor: Cursor
  }
  struct Run: Encodable {
    let trainingRunID: String
    let baseModel: String
    let modelOwner: String
    let isLora = true
    let corrupted = false
    let loraRank: Int
    let lastRequestTime: Date
    let lastCheckpoint: Checkpoint?
    let lastSamplerCheckpoint: Checkpoint?
    let userMetadata: [String: String]?

    init(_ model: TrainedModel, _ checkpoints: [StoredCheckpoint]) {
      (trainingRunID, baseModel, modelOwner) = (model.id, model.base, model.owner)
      (loraRank, lastRequestTime, userMetadata) = (model.shape.rank, model.lastRequestAt, model.metadata)
      func last(_ kind: CheckpointPath.Kind) -> Checkpoint? {
        checkpoints.last { $0.path.run == model.id && $0.path.kind == kind }.map(Checkpoint.init)
      }
      (lastCheckpoint, lastSamplerCheckpoint) = (last(.training), last(.sampler))
    }
  }
  struct Checkpoints: Encodable {
    let checkpoints: [Checkpoint]
    let cursor: Cursor?
  }
  struct Checkpoint: Encodable {
    let checkpointID: String
    let checkpointType: String
    let time: Date
    let tinkerPath: String
    let sizeBytes: Int
    let `public`: Bool
    let userMetadata: [String: String]?
    let expiresAt: Date?

    init(_ stored: StoredCheckpoint) {
      (checkpointID, tinkerPath) = (stored.path.id, stored.path.description)
      checkpointType =
        switch stored.path.kind {
        case .training: "training"
        case .sampler: "sampler"
        case .external: "external"
        }
      (time, sizeBytes, `public`) = (stored.createdAt, stored.bytes, stored.isPublic)
      (userMetadata, expiresAt) = (stored.metadata, stored.expiresAt)
    }
  }
  struct SessionInfo: Encodable {
    let trainingRunIDs: [String]
    let samplerIDs: [String]
    let userMetadata: [String: String]
    let displayName: String?
  }
  struct FoundSessions: Encodable {
    struct Status: Encodable { let type: String }
    struct Found: Encodable {
      let sessionID: String
      let createdAt: Date
      let owner: String
      let projectID: String
      let status: Status
      let checkpointsCount: Int
      let displayName: String?
      let userMetadata: [String: String]
      init(_ session: Session, checkpoints: Int) {
        (sessionID, createdAt, owner) = (session.id, session.createdAt, "user:\(session.owner)")
        (projectID, status) = (session.project ?? "local", Status(type: session.isFinished ? "finished" : "active"))
        (checkpointsCount, displayName, userMetadata) = (checkpoints, session.displayName, session.metadata)
      }
    }
    let sessions: [Found]
    let nextCursor: String? = nil
  }
}
