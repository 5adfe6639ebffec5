extension OpenAPIDocument {
  private static func auto(_ schema: Schema) -> Schema { .any(of: .word("auto"), schema, .null) }

  private static let hyperparameters = Schema.object(
    [
      "batch_size?": auto(.integer(1...4096)), "learning_rate_multiplier?": auto(.number(1e-6...1e4)),
      "n_epochs?": auto(.integer(1...1000)), "beta?": auto(.number(1e-6...100)),
      "compute_multiplier?": auto(.number(0.01...100)), "eval_interval?": auto(.integer(1...1_000_000)),
      "eval_samples?": auto(.integer(1...100)), "reasoning_effort?": .text.orNull,
    ], isClosed: true)

  private static let grader: Schema = {
    let template = Schema.text(0...1000, pattern: "^[^{]*$")
    let check = Schema.object(
      [
        "type": .word("string_check"), "name": .text, "input": template, "reference": template,
        "operation": .word("eq", "ne", "like", "ilike"),
      ], isClosed: true)
    let similarity = Schema.object(
      [
        "type": .word("text_similarity"), "name": .text, "input": template, "reference": template,
        "evaluation_metric": .word(
          "fuzzy_match", "bleu", "gleu", "meteor", "rouge_1", "rouge_2", "rouge_3", "rouge_4", "rouge_5", "rouge_l"),
        "pass_threshold?": .number.orNull,
      ], isClosed: true)
    let multi = Schema.object(
      [
        "type": .word("multi"), "name": .text, "graders": .map(.any(of: check, similarity)),
        "calculate_output": .text,
      ], isClosed: true)
    return .any(of: check, similarity, multi)
  }()

  private static let job = Schema.object([
    "object": .word("fine_tuning.job"), "id": .text, "model": .text, "created_at": .time, "finished_at": .time.orNull,
    "fine_tuned_model": .text.orNull, "organization_id": .text, "result_files": .list(.text),
    "status": .word("validating_files", "queued", "running", "paused", "succeeded", "failed", "cancelled"),
    "training_file": .text, "validation_file": .text.orNull,
    "hyperparameters": .object(["batch_size": .anything, "learning_rate_multiplier": .anything, "n_epochs": .anything]),
    "trained_tokens": .integer(0...).orNull,
    "error": .object(["code": .text, "message": .text, "param": .text.orNull]).orNull,
    "user_provided_suffix": .text.orNull, "seed": .integer, "estimated_finish": .time.orNull,
    "integrations": .list(.anything), "metadata": .map(.text).orNull, "method": .object(["type": .text]),
  ])

  static let jobs: [OpenAPIOperation] = {
    let jobs = "/v1/fine_tuning/jobs"
    let method = Schema.any(
      of: .object(
        [
          "type": .word("supervised"),
          "supervised?": .object(["hyperparameters?": hyperparameters.orNull], isClosed: true).orNull,
        ], isClosed: true),
      .object(
        ["type": .word("dpo"), "dpo?": .object(["hyperparameters?": hyperparameters.orNull], isClosed: true).orNull],
        isClosed: true),
      .object(
        [
          "type": .word("reinforcement"),
          "reinforcement": .object(["grader": grader, "hyperparameters?": hyperparameters.orNull], isClosed: true),
        ], isClosed: true))
    let event = Schema.object([
      "object": .word("fine_tuning.job.event"), "id": .text, "created_at": .time,
      "level": .word("info", "warn", "error"), "message": .text, "type": .word("message", "metrics"),
      "data": .map(.number),
    ])
    let checkpoint = Schema.object([
      "object": .word("fine_tuning.job.checkpoint"), "id": .text, "created_at": .time,
      "fine_tuned_model_checkpoint": .text, "fine_tuning_job_id": .text, "metrics": .map(.number),
      "step_number": .integer(1...),
    ])
    let page: KeyValuePairs<String, Schema> = ["limit": .integer(1...10_000), "after": .text]
    return [
      .post(
        jobs, "Begins to fine-tune a model",
        .object(
          [
            "model": .text, "training_file": .text, "validation_file?": .text.orNull,
            "suffix?": .any(of: .text(1...64, pattern: "^[A-Za-z0-9_.-]+$"), .null),
            "seed?": .integer(0...2_147_483_647).orNull, "metadata?": .map(.text(0...512)).orNull,
            "integrations?": .any(of: .list(.anything, 0...0), .null), "method?": method.orNull,
          ], isClosed: true), .json(job)),
      .get(jobs, "The jobs", query: page, .page(of: job)),
      .get("\(jobs)/{job}", "A job", job),
      .post("\(jobs)/{job}/cancel", "Ends a job", nil, .json(job)),
      .post("\(jobs)/{job}/pause", "Lets a job wait", nil, .json(job)),
      .post("\(jobs)/{job}/resume", "Lets a job go on", nil, .json(job)),
      .get("\(jobs)/{job}/events", "What happened to a job", query: page, .page(of: event)),
      .get("\(jobs)/{job}/checkpoints", "The models of a job's epochs", query: page, .page(of: checkpoint)),
    ]
  }()

  static let graders: [OpenAPIOperation] = [
    .post(
      "/v1/fine_tuning/alpha/graders/validate", "Examines a grader", .object(["grader": grader], isClosed: true),
      .json(.object(["grader": .object([:])]))),
    .post(
      "/v1/fine_tuning/alpha/graders/run", "Grades an answer",
      .object(["grader": grader, "model_sample": .text, "item?": .map(.anything)], isClosed: true),
      .json(
        .object([
          "reward": .number.orNull, "sub_rewards": .map(.number.orNull),
          "metadata": .object([
            "name": .text, "type": .text, "errors": .map(.boolean), "error_message": .text.orNull,
            "execution_time": .number, "scores": .map(.number.orNull),
          ]),
        ]))),
  ]
}
