internal import Hummingbird

/// The description of the server for programs: OpenAPI 3.1, at `/openapi.json`.
///
/// It is written beside the routes, not made of them: a test compares the two, and `make openapi` asks the server what it says.
struct OpenAPIDocument: Sendable {
  /// The refusals that any request of an API may meet.
  private static let refused: [(status: Int, meaning: String)] = [
    (400, "the request is not right; the body says what and where"), (401, "the key is missing or nobody's"),
    (403, "not of this server's to answer"), (404, "there is no such thing of this owner's"),
    (409, "there is such a thing already, or too many"), (410, "what was asked for is no longer kept"),
    (413, "too long"), (415, "compressed"), (429, "too many wait; ask again in a second"),
    (503, "it cannot be stored now, or the server stops"),
  ]

  private static func refusals(_ body: Schema) -> [JSONTree.Member] {
    refused.map { status, meaning in
      .init(
        key: "\(status)",
        value: ["description": .string(meaning), "content": ["application/json": ["schema": body.tree]]])
    }
  }

  /// The document.
  static let tree: JSONTree = {
    let tinker = refusals(.object(["detail": .text]))
    let openAI = refusals(
      .object(["error": .object(["message": .text, "type": .text, "param": .text.orNull, "code": .text.orNull])]))
    let operations =
      (server + starting + training + sampling + checkpoints + lists).map {
        ($0, $0.tree(refusals: tinker, security: "tinker"))
      }
      + (inference + files + jobs + graders + tasks).map { ($0, $0.tree(refusals: openAI, security: "openai")) }
    var paths: [JSONTree.Member] = []
    for (operation, tree) in operations {
      let member = JSONTree.Member(key: operation.method, value: tree)
      if let place = paths.firstIndex(where: { $0.key == operation.path }) {
        paths[place].value = paths[place].value.with(.object([member]))
      } else {
        paths.append(.init(key: operation.path, value: .object([member])))
      }
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Autodidact", "version": "1",
        "description": "Models that learn and answer, as the clients tinker and openai ask for them.",
      ],
      "paths": .object(paths),
      "components": [
        "securitySchemes": [
          "tinker": ["type": "apiKey", "in": "header", "name": "X-API-Key"],
          "openai": ["type": "http", "scheme": "bearer"],
        ]
      ],
    ]
  }()

  /// The document's own path, and those for who watches.
  static let server: [OpenAPIOperation] = [
    .get("/openapi.json", "This document", .object(["openapi": .text])),
    OpenAPIOperation(
      method: "get", path: "/metrics", summary: "Measurements, as Prometheus reads them",
      replies: [.init(content: [("text/plain", .text)])]),
    .get(
      "/api/v1/queue", "What waits, and for what",
      .object([
        "waiting": .list(
          .object([
            "id": .text, "owner": .text, "target": .text, "kind": .text, "number": .integer, "accepted_at": .date,
            "reason": .text, "is_running": .boolean, "seconds?": .number,
          ])),
        "engines": .list(
          .object([
            "name": .text, "is_busy": .boolean, "trouble?": .text, "models": .integer(0...), "samplers": .integer(0...),
          ])), "models": .integer(0...), "checkpoints": .integer(0...), "checkpoint_bytes": .integer(0...),
        "journal_bytes": .integer(0...),
      ])),
    OpenAPIOperation(
      method: "get", path: "/files/{secret}/{name}", summary: "A file of an exported checkpoint, by a link to it",
      replies: [.init(content: [("application/octet-stream", .bytes)])]),
  ]

  static func add(to router: Router<ServiceContext>) {
    router.get("/openapi.json") { _, _ in Response.json(tree) }
  }
}
