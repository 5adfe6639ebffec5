internal import JSON

/// How a job learns.
enum JobMethod: Sendable {
  /// From answers that are given.
  case supervised
  /// From answers of which one is better than the other.
  case dpo
  /// From answers of its own, which a grader rewards.
  case reinforcement(Grader)

  /// The name in OpenAI's API.
  var name: String {
    switch self {
    case .supervised: "supervised"
    case .dpo: "dpo"
    case .reinforcement: "reinforcement"
    }
  }

  /// The kinds of examples that it learns from.
  var forms: [TrainingFile.Form] {
    switch self {
    case .supervised: [.chat, .completion]
    case .dpo: [.preference]
    case .reinforcement: [.task]
    }
  }

  /// Reads the method of a request: `method`, or the older `hyperparameters`, or neither.
  static func read(_ fields: JSONFields) throws -> (method: JobMethod, chosen: Hyperparameters, tree: JSONTree) {
    guard let method = try fields.object("method"), let given = fields["method"] else {
      let chosen = try fields.object("hyperparameters").map { try Hyperparameters($0) } ?? Hyperparameters()
      let tree: JSONTree = ["type": "supervised", "supervised": ["hyperparameters": chosen.tree]]
      return (.supervised, chosen, tree)
    }
    guard fields["hyperparameters"] == nil else {
      throw OpenAIError.invalid("hyperparameters", "hyperparameters: they are a part of the method; give them there")
    }
    let type = try method.requiredString("type")
    let own = try method.object(type)
    let parameters = try own?.object("hyperparameters")
    let chosen = try parameters.map { try Hyperparameters($0) } ?? Hyperparameters()
    let kind: JobMethod
    switch type {
    case "supervised": kind = .supervised
    case "dpo": kind = .dpo
    case "reinforcement":
      guard let grader = try own?.object("grader") else {
        throw OpenAIError.invalid("method.reinforcement.grader", "method.reinforcement.grader: a grader is expected")
      }
      kind = .reinforcement(try Grader(grader))
    default:
      throw OpenAIError.invalid(
        "method.type", "method.type: \(excerpt(type)) is none of supervised, dpo, reinforcement")
    }
    try own?.end()
    try method.end()
    return (kind, chosen, JSONTree(given))
  }

  /// Reads a method that was read before.
  init(_ tree: JSONTree) throws {
    let fields = try JSONFields(JSONValue(JSONTree.object([.init(key: "method", value: tree)]).bytes))
    self = try Self.read(fields).method
  }
}
