/// What can be asked of a path, and what is answered.
struct OpenAPIOperation: Sendable {
  /// A reply that is no refusal.
  struct Reply: Sendable {
    var status = 200
    /// Its content by its type; none for a reply without a body.
    var content: [(type: String, schema: Schema)]

    static func json(_ schema: Schema, status: Int = 200) -> Reply {
      Reply(status: status, content: [("application/json", schema)])
    }
    static let nothing = Reply(status: 204, content: [])
  }

  let method: String
  let path: String
  let summary: String
  var query: KeyValuePairs<String, Schema> = [:]
  var body: (type: String, schema: Schema)?
  var replies: [Reply]

  static func get(
    _ path: String, _ summary: String, query: KeyValuePairs<String, Schema> = [:], _ reply: Schema
  ) -> OpenAPIOperation {
    OpenAPIOperation(method: "get", path: path, summary: summary, query: query, replies: [.json(reply)])
  }

  static func post(_ path: String, _ summary: String, _ body: Schema?, _ replies: Reply...) -> OpenAPIOperation {
    OpenAPIOperation(
      method: "post", path: path, summary: summary, body: body.map { ("application/json", $0) }, replies: replies)
  }

  static func delete(_ path: String, _ summary: String, _ reply: Reply = .nothing) -> OpenAPIOperation {
    OpenAPIOperation(method: "delete", path: path, summary: summary, replies: [reply])
  }

  /// Returns the operation as a document has it, with the refusals that are common to its API.
  func tree(refusals: [JSONTree.Member], security: String) -> JSONTree {
    let names = path.split(separator: "{").dropFirst().map { String($0.prefix { $0 != "}" }) }
    let kind = Schema.word("weights", "sampler_weights", "external_weights")
    let parameters =
      names.map { parameter($0, in: "path", $0 == "kind" ? kind : .text) }
      + query.map { parameter($0.key, in: "query", $0.value) }
    var members: [JSONTree.Member] = [
      .init(key: "summary", value: .string(summary)), .init(key: "parameters", value: .list(parameters)),
      .init(key: "security", value: [[:], .object([.init(key: security, value: [])])]),
    ]
    if let body {
      let content = JSONTree.object([.init(key: body.type, value: ["schema": body.schema.tree])])
      members.append(.init(key: "requestBody", value: ["required": true, "content": content]))
    }
    let good = replies.map { reply -> JSONTree.Member in
      let description: JSONTree = ["description": .string(reply.status == 408 ? "not yet" : "done")]
      let content = JSONTree.object(
        reply.content.map { .init(key: $0.type, value: ["schema": $0.schema.tree]) })
      return .init(
        key: "\(reply.status)", value: reply.content.isEmpty ? description : description.with(["content": content]))
    }
    members.append(.init(key: "responses", value: .object(good + refusals)))
    return .object(members)
  }

  private func parameter(_ name: String, in place: String, _ schema: Schema) -> JSONTree {
    ["name": .string(name), "in": .string(place), "required": .boolean(place == "path"), "schema": schema.tree]
  }
}
