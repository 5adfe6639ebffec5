extension OpenAPIDocument {
  private static let sequence = Schema.integer(0...)
  private static let metadata = Schema.map(.text).orNull

  /// The acknowledgement of a request, whose result is asked for later.
  private static let future = Schema.object(["request_id": .text, "model_id?": .text])

  static let starting: [OpenAPIOperation] = [
    .get("/api/v1/healthz", "Whether the server lives", .object(["status": .word("ok")])),
    .get(
      "/api/v1/get_server_capabilities", "The base models",
      .object([
        "supported_models": .list(
          .object([
            "model_name": .text, "max_context_length": .integer(1...), "trainable": .boolean, "sampleable": .boolean,
          ]))
      ])),
    .post(
      "/api/v1/client/config", "How the client shall work", .anything,
      .json(
        .object([
          "parallel_fwdbwd_chunks": .boolean, "proto_compress_fwdbwd": .boolean,
          "sample_max_concurrent_requests": .integer(1...),
        ]))),
    .post(
      "/api/v1/client/dynamic_config", "How the client shall work for now", .anything,
      .json(
        .object([
          "refresh_interval_sec": .integer(10...), "sample_cancel_enabled": .boolean,
          "sample_cancel_max_batch_size": .integer(1...),
        ]))),
    .post(
      "/api/v1/create_session", "Begins a session",
      .object([
        "tags?": .list(.text).orNull, "user_metadata?": metadata, "project_id?": .text.orNull,
        "display_name?": .text.orNull,
      ]), .json(.object(["session_id": .text, "type": .word("create_session")]))),
    .post(
      "/api/v1/session_heartbeat", "Says that a session's client lives", .object(["session_id": .text]),
      .json(.object(["type": .word("session_heartbeat")]))),
    .post("/api/v1/sessions/{id}/finish", "Ends a session", nil, .nothing),
    .post(
      "/api/v1/telemetry", "Takes what the client tells of itself, and keeps nothing", .anything,
      .json(.object(["status": .word("accepted")]))),
    .post("/api/v1/auth/token", "Refuses to exchange keys", nil),
    .post("/api/v1/create_custom_loss", "Refuses losses that are compiled", .anything),
  ]

  static let training: [OpenAPIOperation] = [
    .post(
      "/api/v1/create_model", "Makes a model: an adapter of a base model",
      .object([
        "session_id": .text, "model_seq_id": sequence, "base_model": .text, "user_metadata?": metadata,
        "lora_config": .object([
          "rank": .integer(1...512), "seed?": .integer(0...).orNull, "train_unembed?": .boolean.orNull,
          "train_mlp?": .boolean.orNull, "train_attn?": .boolean.orNull,
        ]), "optimizer_config?": .object(["type": .word("adamw")]).orNull,
      ]), .json(future)),
    .post(
      "/api/v1/get_info", "Tells of a model", .object(["model_id": .text]),
      .json(
        .object([
          "model_id": .text, "is_lora": .boolean, "lora_rank": .integer(1...), "model_name": .text,
          "model_data": .object(["arch": .text, "model_name": .text, "tokenizer_id": .text]),
          "optimizer_config": .object(["type": .text]), "type": .word("get_info"),
        ]))),
    OpenAPIOperation(
      method: "post", path: "/api/v1/forward_backward",
      summary: "Adds the gradient of a loss: tinker_public.ForwardBackwardRequest",
      body: ("application/x-protobuf", .bytes), replies: [.json(future)]),
    .post(
      "/api/v1/optim_step", "Steps a model by its gradient",
      .object([
        "model_id": .text, "seq_id": sequence,
        "adam_params?": .object([
          "learning_rate?": .number(0...1e9).orNull, "beta1?": .number(0...0.999999).orNull,
          "beta2?": .number(0...0.999999).orNull, "eps?": .number(0...1e9).orNull,
          "weight_decay?": .number(0...1e9).orNull, "grad_clip_norm?": .number(0...1e9).orNull,
        ]).orNull, "optimizer_params?": .object(["type": .word("adamw")]).orNull,
      ]), .json(future)),
    .post(
      "/api/v1/load_weights", "Loads a checkpoint into a model: a new one of a session, or one that is there",
      .any(
        of: .object([
          "session_id": .text, "model_seq_id": sequence, "path": checkpointPath, "optimizer?": .boolean.orNull,
          "user_metadata?": metadata,
        ]), .object(["model_id": .text, "seq_id": sequence, "path": checkpointPath, "optimizer?": .boolean.orNull])),
      .json(future)),
    .post(
      "/api/v1/retrieve_future", "Waits for a result, for half a minute at most",
      .object(["request_id": .text, "allow_metadata_only?": .boolean.orNull]),
      .init(
        content: [
          (
            "application/json",
            .any(
              of: .object(["error": .text, "category": .word("user", "server")]),
              .object(["status": .word("complete_metadata"), "response_payload_size": .integer(0...)]),
              .object([
                "type": .word(
                  "create_model", "load_weights", "optim_step", "save_weights", "save_weights_for_sampler",
                  "save_weights_external"), "model_id?": .text, "path?": .text, "sampling_session_id?": .text,
                "size_bytes?": .integer(0...), "metrics?": .map(.number),
              ]))
          ), ("application/x-protobuf", .bytes),
        ]),
      .json(
        .object(["detail": .text, "queue_state": .word("active", "paused_capacity"), "queue_state_reason": .text]),
        status: 408)),
  ]

  static let sampling: [OpenAPIOperation] = [
    .post(
      "/api/v1/create_sampling_session", "Makes a sampler of a base model or of a checkpoint",
      .object([
        "session_id": .text, "sampling_session_seq_id": sequence, "base_model?": .text.orNull,
        "model_path?": checkpointPath.orNull,
      ]), .json(.object(["sampling_session_id": .text, "type": .word("create_sampling_session")]))),
    .get(
      "/api/v1/samplers/{id}", "Tells of a sampler",
      .object(["sampler_id": .text, "base_model": .text, "model_path?": .text])),
    .post(
      "/api/v1/asample", "Draws continuations of a prompt",
      .object([
        "sampling_session_id": .text, "seq_id": sequence, "num_samples?": .integer(1...1024).orNull,
        "prompt": .object([
          "chunks": .list(.object(["type": .word("encoded_text"), "tokens": .list(.integer(0...))]))
        ]),
        "sampling_params?": .object([
          "max_tokens?": .integer(1...).orNull, "temperature?": .number(0...1e6).orNull, "top_k?": .integer.orNull,
          "top_p?": .number(1e-9...1).orNull, "seed?": .integer.orNull,
          "stop?": .any(of: .text, .list(.text), .list(.integer(0...)), .null),
        ]).orNull, "prompt_logprobs?": .boolean.orNull, "topk_prompt_logprobs?": .integer(0...100).orNull,
        "topk_sample_logprobs?": .integer(0...100).orNull, "prompt_logprobs_last_n?": .integer(0...).orNull,
      ]), .json(.object(["request_id": .text, "sample_sequence_ids": .list(.text)]))),
    .post(
      "/api/v1/cancel_future", "Takes back a sample that has not begun", .object(["request_id": .text]),
      .json(.object([:]))),
    .post(
      "/api/v1/join_sampling_session", "Numbers a copy of a sampler's client", .object(["sampling_session_id": .text]),
      .json(.object(["client_counter": .integer(1...), "type": .word("join_sampling_session")]))),
    .post(
      "/api/v1/retrieve_futures", "Waits for samples that are done",
      .object([
        "target": .object([
          "type": .word("sampling_session"), "sampling_session_id": .text, "cloned_sampler_id?": .integer(0...).orNull,
        ]), "prev_cursor?": .integer(0...).orNull, "timeout?": .number(0...30).orNull,
      ]),
      .json(
        .object([
          "cursor": .integer(0...),
          "completions": .list(
            .object([
              "state": .word("finished", "failed"), "request_id": .text,
              "response_payload_uncompressed_size?": .integer(0...),
            ])),
        ]))),
  ]
}
