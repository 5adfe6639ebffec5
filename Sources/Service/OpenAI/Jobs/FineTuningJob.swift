internal import Foundation

/// A fine-tuning job as it is known to its owner.
struct FineTuningJob: Codable, Hashable, Sendable {
  /// Where a job stands.
  enum Status: String, Codable, Sendable {
    case validatingFiles = "validating_files"
    case queued
    case running
    case paused
    case succeeded
    case failed
    case cancelled

    /// Whether nothing will change any more.
    var isFinal: Bool { self == .succeeded || self == .failed || self == .cancelled }
  }

  /// Why a job failed.
  struct Failure: Codable, Hashable, Sendable {
    var code: String
    var message: String
    var param: String?
  }

  var id: String
  /// Its place in the order of jobs, which tells those of one second apart.
  var number: Int
  var owner: String
  var model: String
  var created: Int
  var finished: Int?
  var status = Status.validatingFiles
  /// The model that came of it, or `nil` before.
  var fineTunedModel: String?
  var resultFiles: [String] = []
  var trainingFile: String
  var validationFile: String?
  var suffix: String?
  var seed: Int
  var metadata: [String: String]?
  /// The method as it was given.
  var method: JSONTree
  var chosen: Hyperparameters
  /// The choices that were made, or `nil` before the files were read.
  var plan: JobPlan?
  var trainedTokens: Int?
  var failure: Failure?
  /// When it will have ended, by the steps so far, or `nil` if it does not run.
  var estimatedFinish: Int?

  /// The last part of the names of what comes of it.
  var tag: String { String(id.drop { $0 != "-" }.dropFirst().prefix(8)) }

  /// The name of the model that comes of it, or of a step of it.
  func servedName(step: Int? = nil) -> String {
    // A model that was fine-tuned here is called by what it was made of.
    let parts = model.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let base = parts.first == "ft" && parts.count > 1 ? parts[1] : model
    return "ft:\(base):local:\(suffix ?? ""):\(tag)" + (step.map { ":ckpt-step-\($0)" } ?? "")
  }

  /// The job as it travels.
  var tree: JSONTree {
    var shown = chosen
    if let plan { (shown.batchSize, shown.epochs) = (plan.batchSize, plan.epochs) }
    if plan != nil { shown.rateMultiplier = chosen.rateMultiplier ?? 1 }
    return [
      "object": "fine_tuning.job", "id": .string(id), "model": .string(model), "created_at": .integer(created),
      "finished_at": JSONTree(finished), "fine_tuned_model": JSONTree(fineTunedModel),
      "organization_id": .string("org-\(owner)"), "result_files": .list(resultFiles.map { .string($0) }),
      "status": .string(status.rawValue), "validation_file": JSONTree(validationFile),
      "training_file": .string(trainingFile), "hyperparameters": shown.tree, "trained_tokens": JSONTree(trainedTokens),
      "error": failure.map {
        ["code": .string($0.code), "message": .string($0.message), "param": JSONTree($0.param)]
      } ?? nil,
      "user_provided_suffix": JSONTree(suffix), "seed": .integer(seed), "estimated_finish": JSONTree(estimatedFinish),
      "integrations": [],
      "metadata": metadata.map { pairs in
        .object(pairs.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) })
      } ?? nil,
      "usage_metrics": nil, "shared_with_openai": false, "eval_id": nil, "method": method,
    ]
  }
}

/// Something that happened to a job.
struct JobEvent: Codable, Hashable, Sendable {
  var id: String
  var created: Int
  var level: String
  var message: String
  /// The numbers of a step, or `nil` for a message alone.
  var metrics: JSONTree?

  /// The event as it travels.
  var tree: JSONTree {
    [
      "object": "fine_tuning.job.event", "id": .string(id), "created_at": .integer(created), "level": .string(level),
      "message": .string(message), "type": metrics == nil ? "message" : "metrics", "data": metrics ?? [:],
    ]
  }
}

/// The model as it was after a step of a job, which is served.
struct JobCheckpoint: Codable, Hashable, Sendable {
  var id: String
  var created: Int
  var job: String
  var step: Int
  var model: String
  var metrics: JSONTree

  /// The checkpoint as it travels.
  var tree: JSONTree {
    [
      "object": "fine_tuning.job.checkpoint", "id": .string(id), "created_at": .integer(created),
      "fine_tuned_model_checkpoint": .string(model), "fine_tuning_job_id": .string(job), "metrics": metrics,
      "step_number": .integer(step),
    ]
  }
}

/// How far a job has come, where it can go on from.
struct JobProgress: Codable, Hashable, Sendable {
  /// The number of steps that are done.
  var step: Int
  /// The name of the stored state of the adapter.
  var state: String
  /// The number of tokens that were learned.
  var tokens: Int
}
