extension OpenAPIDocument {
  private static let model = Schema.object([
    "id": .text, "object": .word("model"), "created": .time, "owned_by": .text,
  ])
  private static let usage = Schema.object([
    "prompt_tokens": .integer(0...), "completion_tokens": .integer(0...), "total_tokens": .integer(0...),
  ])
  private static let finish = Schema.word("stop", "length")
  private static let deleted = OpenAPIOperation.Reply.json(
    .object(["id": .text, "object": .text, "deleted": .boolean]))

  /// The keys that chats and completions share.
  private static let options: [(String, Schema)] = [
    ("model", .text), ("n?", .integer(1...128).orNull), ("temperature?", .number(0...2).orNull),
    ("top_p?", .number(0...1).orNull), ("top_k?", .integer(-1...1_000_000).orNull),
    ("stop?", .any(of: .text, .list(.text, 0...16), .null)), ("seed?", .integer(0...(1 << 53)).orNull),
    ("stream?", .boolean.orNull),
    (
      "stream_options?",
      .object(["include_usage?": .boolean.orNull, "include_obfuscation?": .boolean.orNull]).orNull
    ), ("user?", .text.orNull),
  ]

  private static func reply(_ object: String, _ choice: Schema) -> OpenAPIOperation.Reply {
    let answer = Schema.object([
      "id": .text, "object": .word(object), "created": .time, "model": .text, "system_fingerprint": .null,
      "choices": .list(choice), "usage": usage,
    ])
    return .init(content: [("application/json", answer), ("text/event-stream", .text)])
  }

  static let inference: [OpenAPIOperation] = {
    let token: KeyValuePairs<String, Schema> = ["token": .text, "logprob": .number, "bytes": .list(.integer(0...255))]
    let scored = Schema.object([
      "token": .text, "logprob": .number, "bytes": .list(.integer(0...255)), "top_logprobs": .list(.object(token)),
    ])
    return [
      .get("/v1/models", "The models that can be asked", .object(["object": .word("list"), "data": .list(model)])),
      .get("/v1/models/{model}", "A model", model),
      .delete("/v1/models/{model}", "Deletes a model that was fine-tuned here", deleted),
      .post(
        "/v1/chat/completions", "Answers a chat",
        .closed(
          options + [
            (
              "messages",
              .list(
                .object(
                  [
                    "role": .word("system", "developer", "user", "assistant", "tool"),
                    "content": .any(of: .text, .list(.object(["type": .word("text"), "text": .text], isClosed: true))),
                  ], isClosed: true), 1...100_000)
            ), ("max_completion_tokens?", .integer(1...10_000_000).orNull),
            ("max_tokens?", .integer(1...10_000_000).orNull), ("logprobs?", .boolean.orNull),
            ("top_logprobs?", .integer(0...20).orNull), ("parallel_tool_calls?", .boolean.orNull),
          ]),
        reply(
          "chat.completion",
          .object([
            "index": .integer(0...), "finish_reason": finish,
            "message": .object(["role": .word("assistant"), "content": .text, "refusal": .null]),
            "logprobs": .object(["content": .list(scored), "refusal": .null]).orNull,
          ]))),
      .post(
        "/v1/completions", "Goes on with texts, or scores them",
        .closed(
          options + [
            ("prompt?", .any(of: .text, .list(.text), .list(.integer(0...)), .list(.list(.integer(0...))))),
            ("max_tokens?", .integer(0...10_000_000).orNull), ("echo?", .boolean.orNull),
            ("logprobs?", .integer(0...20).orNull), ("best_of?", .integer(1...128).orNull),
            ("suffix?", .any(of: .word(""), .null)),
          ]),
        reply(
          "text_completion",
          .object([
            "index": .integer(0...), "text": .text, "finish_reason": finish,
            "logprobs": .object([
              "tokens": .list(.text), "token_logprobs": .list(.number.orNull),
              "top_logprobs": .list(.map(.number).orNull).orNull, "text_offset": .list(.integer(0...)),
            ]).orNull,
          ]))),
    ]
  }()

  static let files: [OpenAPIOperation] = {
    let file = Schema.object([
      "id": .text, "object": .word("file"), "bytes": .integer(0...), "created_at": .time, "expires_at": .time.orNull,
      "filename": .text, "purpose": .text, "status": .word("processed"), "status_details": .text.orNull,
    ])
    return [
      OpenAPIOperation(
        method: "post", path: "/v1/files", summary: "Takes a file; one to learn from is examined line by line",
        body: (
          "multipart/form-data",
          .object([
            "purpose": .word("fine-tune", "batch", "assistants", "vision", "user_data", "evals"), "file": .bytes,
            "expires_after[anchor]?": .word("created_at"), "expires_after[seconds]?": .integer(3600...2_592_000),
          ])
        ), replies: [.json(file)]),
      .get(
        "/v1/files", "The files",
        query: ["limit": .integer(1...10_000), "after": .text, "order": .word("asc", "desc"), "purpose": .text],
        .page(of: file)),
      .get("/v1/files/{file}", "A file", file),
      OpenAPIOperation(
        method: "get", path: "/v1/files/{file}/content", summary: "What a file holds",
        replies: [.init(content: [("application/octet-stream", .bytes)])]),
      .delete("/v1/files/{file}", "Deletes a file", deleted),
    ]
  }()
}

extension Schema {
  /// A page of a list.
  static func page(of items: Schema) -> Schema {
    .object([
      "object": .word("list"), "data": .list(items), "has_more": .boolean, "first_id": .text.orNull,
      "last_id": .text.orNull,
    ])
  }
}
