internal import JSON
internal import Tasks

/// The messages of a chat in a request or on a line of a file.
struct ChatMessages: Sendable {
  /// The messages, as templates take them.
  var messages: [ChatMessage]
  /// What the model may call, or `nil` if nothing.
  var tools: [TemplateValue]?
  /// For each message the weight that was given with it, or `nil` if none was.
  var weights: [Double?]

  /// Reads `messages` and `tools`.
  /// - Throws: `OpenAIError` or `JSONFault` that names the message.
  init(_ fields: JSONFields) throws {
    let all = try fields.objects("messages")
    guard !all.isEmpty else {
      throw OpenAIError.invalid("messages", "messages: a list of at least one message is expected")
    }
    messages = try all.map { try Self.message($0) }
    weights = try all.map { message in
      guard let weight = try message.number("weight") else { return nil }
      guard weight == 0 || weight == 1 else {
        throw OpenAIError.invalid(message.path, "\(message.path).weight: \(weight) is neither 0 nor 1")
      }
      guard try message.string("role") == "assistant" else {
        throw OpenAIError.invalid(message.path, "\(message.path).weight: only messages of the assistant have one")
      }
      return weight
    }
    for message in all { try message.end() }
    tools = try fields.list("tools").map { try $0.map { try TemplateValue(json: JSONTree($0).description) } }
    if tools?.isEmpty == true { tools = nil }
  }

  /// Reads a list of messages.
  init(_ key: String, in fields: JSONFields) throws {
    let all = try fields.objects(key)
    messages = try all.map { try Self.message($0) }
    weights = Array(repeating: nil, count: messages.count)
    for message in all { try message.end() }
  }

  private static func message(_ fields: JSONFields) throws -> ChatMessage {
    let given = try fields.requiredString("role")
    let roles = ["system", "developer", "user", "assistant", "tool"]
    guard roles.contains(given) else {
      throw OpenAIError.invalid(
        fields.path, "\(fields.path).role: \"\(excerpt(given))\" is none of \(roles.joined(separator: ", "))")
    }
    var others: [(key: String, value: TemplateValue)] = []
    for key in ["name", "tool_calls", "tool_call_id"] {
      if let value = fields[key] { others.append((key, try TemplateValue(json: JSONTree(value).description))) }
    }
    // What clients send back of an answer they were given, and what says nothing.
    for key in ["refusal", "annotations", "audio", "function_call"] {
      guard fields[key] == nil || fields[key]?.items?.isEmpty == true else {
        throw OpenAIError.invalid(fields.path, "\(fields.path).\(key): this server does not do that; leave it out")
      }
    }
    let content = try text(fields)
    guard content != nil || (given == "assistant" && !others.isEmpty) else {
      throw OpenAIError.invalid(fields.path, "\(fields.path).content: a text is expected")
    }
    // Templates know the older of the two names.
    return ChatMessage(
      role: given == "developer" ? "system" : given, content: content.map { .string($0) } ?? .null, others: others)
  }

  private static func text(_ fields: JSONFields) throws -> String? {
    guard let value = fields["content"] else { return nil }
    if let text = value.string { return text }
    return try fields.objects("content").map { part in
      let type = try part.requiredString("type")
      guard type == "text" else {
        throw OpenAIError.invalid(part.path, "\(part.path): parts of type \(excerpt(type)) are not read; send text")
      }
      return try part.requiredString("text")
    }.joined()
  }
}
