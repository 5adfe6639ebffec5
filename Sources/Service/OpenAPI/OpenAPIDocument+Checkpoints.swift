extension OpenAPIDocument {
  private static let metadata = Schema.map(.text).orNull
  private static let lifetime = Schema.integer(3600...315_360_000).orNull
  private static let name = Schema.text(1...128, pattern: #"^[A-Za-z0-9_+=@-]([A-Za-z0-9._+=@ -]*[A-Za-z0-9._+=@-])?$"#)
  private static let future = Schema.object(["request_id": .text, "model_id?": .text])

  /// The path of a checkpoint.
  static let checkpointPath = Schema.text(
    1...400,
    pattern: "^tinker://[A-Za-z0-9:_-]{1,128}/(weights|sampler_weights|external_weights)/[A-Za-z0-9_+=@-]{1,128}$")

  private static let checkpoint = Schema.object([
    "checkpoint_id": .text, "checkpoint_type": .word("training", "sampler", "external"), "time": .date,
    "tinker_path": .text, "size_bytes": .integer(0...), "public": .boolean, "user_metadata?": .map(.text),
    "expires_at?": .date,
  ])
  private static let cursor = Schema.object([
    "offset": .integer(0...), "limit": .integer(0...), "total_count": .integer(0...),
  ])
  private static let run = Schema.object([
    "training_run_id": .text, "base_model": .text, "model_owner": .text, "is_lora": .boolean, "corrupted": .boolean,
    "lora_rank": .integer(1...), "last_request_time": .date, "last_checkpoint?": checkpoint,
    "last_sampler_checkpoint?": checkpoint, "user_metadata?": .map(.text),
  ])
  private static let page: KeyValuePairs<String, Schema> = ["limit": .integer(0...), "offset": .integer(0...)]

  static let checkpoints: [OpenAPIOperation] = {
    let one = "/api/v1/training_runs/{run}/checkpoints/{kind}/{name}"
    return [
      .post(
        "/api/v1/save_weights", "Saves a model, to train on from",
        .object([
          "model_id": .text, "seq_id": .integer(0...), "path": name, "ttl_seconds?": lifetime,
          "overwrite?": .boolean.orNull, "user_metadata?": metadata,
        ]), .json(future)),
      .post(
        "/api/v1/save_weights_for_sampler", "Saves a model, to sample from: under a name, or as a sampler without one",
        .any(
          of: .object([
            "model_id": .text, "seq_id": .integer(0...), "path": name, "ttl_seconds?": lifetime,
            "overwrite?": .boolean.orNull, "user_metadata?": metadata,
          ]),
          .object(["model_id": .text, "seq_id": .integer(0...), "sampling_session_seq_id": .integer(0...)])),
        .json(future)),
      .post(
        "/api/v1/save_weights_external", "Saves a model as a PEFT folder, for other programs",
        .object(["model_id": .text, "seq_id": .integer(0...), "path": name, "ttl_seconds?": lifetime]), .json(future)),
      .post(
        "/api/v1/weights_info", "Tells of a checkpoint", .object(["tinker_path": checkpointPath]),
        .json(
          .object([
            "base_model": .text, "optimizer_config": .object(["type": .text]), "is_lora": .boolean,
            "lora_rank": .integer(1...), "train_unembed": .boolean, "train_mlp": .boolean, "train_attn": .boolean,
          ]))),
      .post("/api/v1/copy_weights", "Refuses to copy: there are no projects", .anything),
      .delete(one, "Deletes a checkpoint"),
      .post("\(one)/publish", "Lets others read a checkpoint", nil, .nothing),
      .delete("\(one)/publish", "Lets nobody else read a checkpoint"),
      OpenAPIOperation(
        method: "put", path: "\(one)/ttl", summary: "Says how long a checkpoint stays",
        body: ("application/json", .object(["ttl_seconds?": lifetime])), replies: [.nothing]),
      .get(
        "\(one)/external_weights_urls", "Links to the files of a PEFT folder",
        .object(["urls": .map(.text), "expires": .date])),
    ]
  }()

  static let lists: [OpenAPIOperation] = [
    .get("/api/v1/training_runs", "The models", query: page, .object(["training_runs": .list(run), "cursor": cursor])),
    .get("/api/v1/training_runs/{run}", "A model", run),
    .get(
      "/api/v1/training_runs/{run}/checkpoints", "The checkpoints of a model",
      .object(["checkpoints": .list(checkpoint)])),
    .get(
      "/api/v1/checkpoints", "The checkpoints", query: page,
      .object(["checkpoints": .list(checkpoint), "cursor": cursor])),
    .get(
      "/api/v1/sessions/{id}", "A session",
      .object([
        "training_run_ids": .list(.text), "sampler_ids": .list(.text), "user_metadata": .map(.text),
        "display_name?": .text,
      ])),
    .get("/api/v1/sessions", "The sessions", query: page, .object(["sessions": .list(.text)])),
    .post(
      "/api/v1/sessions/search", "The sessions with some metadata",
      .object(["user_metadata?": metadata, "limit?": .integer(0...).orNull]),
      .json(
        .object([
          "sessions": .list(
            .object([
              "session_id": .text, "created_at": .date, "owner": .text, "project_id": .text,
              "status": .object(["type": .word("active", "finished")]), "checkpoints_count": .integer(0...),
              "display_name?": .text, "user_metadata": .map(.text),
            ]))
        ]))),
  ]
}
