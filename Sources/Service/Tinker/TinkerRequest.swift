/// The JSON that the Tinker client sends. Keys that are not read here are ignored, as other servers of this protocol do.
enum TinkerRequest {
  struct CreateSession: Decodable {
    var tags: [String]?
    var userMetadata: [String: String]?
    var projectID: String?
    var displayName: String?
  }
  struct Heartbeat: Decodable { let sessionID: String }
  struct CreateModel: Decodable {
    let sessionID: String
    let modelSeqID: Int
    let baseModel: String
    var userMetadata: [String: String]?
    let loraConfig: LoRA
    var optimizerConfig: Optimizer?
  }
  struct LoRA: Decodable {
    let rank: Int
    var seed: UInt64?
    var trainUnembed: Bool?
    var trainMlp: Bool?
    var trainAttn: Bool?
    var shape: AdapterShape {
      AdapterShape(
        rank: rank, seed: seed ?? 0, trainsUnembedding: trainUnembed ?? true, trainsMLP: trainMlp ?? true,
        trainsAttention: trainAttn ?? true)
    }
  }
  struct Optimizer: Decodable { let type: String }
  struct Info: Decodable { let modelID: String }
  struct Step: Decodable {
    let modelID: String
    let seqID: Int
    var adamParams: Adam?
    var optimizerParams: Optimizer?
  }
  struct Adam: Decodable {
    var learningRate: Double?
    var beta1: Double?
    var beta2: Double?
    var eps: Double?
    var weightDecay: Double?
    var gradClipNorm: Double?

    /// The step, or the number that cannot be.
    func step() throws(ServiceError) -> OptimizerStep {
      var step = OptimizerStep()
      step.rate = learningRate ?? step.rate
      step.beta1 = beta1 ?? step.beta1
      step.beta2 = beta2 ?? step.beta2
      step.epsilon = eps ?? step.epsilon
      step.weightDecay = weightDecay ?? step.weightDecay
      step.gradientLimit = gradClipNorm ?? step.gradientLimit
      for (name, value, isRight) in [
        ("learning_rate", step.rate, step.rate >= 0 && step.rate.isFinite),
        ("beta1", step.beta1, (0..<1).contains(step.beta1)), ("beta2", step.beta2, (0..<1).contains(step.beta2)),
        ("eps", step.epsilon, step.epsilon >= 0 && step.epsilon.isFinite),
        ("weight_decay", step.weightDecay, step.weightDecay >= 0 && step.weightDecay.isFinite),
        ("grad_clip_norm", step.gradientLimit, step.gradientLimit >= 0 && step.gradientLimit.isFinite),
      ] where !isRight {
        throw ServiceError(400, "adam_params.\(name) is \(value), which no step can have")
      }
      return step
    }
  }
  struct Save: Decodable {
    let modelID: String
    let seqID: Int
    var path: String?
    var samplingSessionSeqID: Int?
    var kind: String?
    var ttlSeconds: Int?
    var overwrite: Bool?
    var userMetadata: [String: String]?
    var ageEncryptionRecipients: [String]?
  }
  struct Load: Decodable {
    var sessionID: String?
    var modelSeqID: Int?
    var modelID: String?
    var seqID: Int?
    let path: String
    var optimizer: Bool?
    var userMetadata: [String: String]?
  }
  struct Retrieve: Decodable {
    let requestID: String
    var allowMetadataOnly: Bool?
  }
  struct RetrieveMany: Decodable {
    struct Target: Decodable {
      let type: String
      let samplingSessionID: String
      var clonedSamplerID: Int?
    }
    let target: Target
    var prevCursor: Int?
    var timeout: Double?
  }
  struct Sampling: Decodable { let samplingSessionID: String }
  struct CreateSampling: Decodable {
    let sessionID: String
    let samplingSessionSeqID: Int
    var baseModel: String?
    var modelPath: String?
  }
  struct Lifetime: Decodable { var ttlSeconds: Int? }
  struct Path: Decodable { let tinkerPath: String }
  struct Copy: Decodable {
    let sourcePath: String
    var destinationProjectID: String?
  }
  struct SearchSessions: Decodable {
    var userMetadata: [String: String]?
    var limit: Int?
  }
}
