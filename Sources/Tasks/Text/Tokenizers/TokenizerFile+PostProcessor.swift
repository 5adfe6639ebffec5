/// The member `post_processor` of a `tokenizer.json`.
enum PostProcessorFile {
  static func read(_ fields: JSONFields?, table: TokenTable) throws(TokenizerError) -> PostProcessor {
    var result = PostProcessor()
    if let fields { try read(fields, table, into: &result) }
    return result
  }

  private static func read(
    _ fields: JSONFields, _ table: TokenTable, into result: inout PostProcessor
  ) throws(TokenizerError) {
    var fields = fields
    let type = try fields.requiredString("type")
    switch type {
    case "Sequence":
      for (index, item) in (try fields.list("processors") ?? []).enumerated() {
        let path = "\(fields.way(to: "processors"))[\(index)]"
        try read(try JSONFields(item, file: fields.file, path: path), table, into: &result)
      }
    case "ByteLevel":
      // Changes offsets only.
      for key in ["add_prefix_space", "trim_offsets", "use_regex"] { _ = try fields.boolean(key) }
    case "TemplateProcessing":
      guard result == PostProcessor() else { throw fields.error("type", "a second template is not supported") }
      result = try template(&fields, table)
      _ = try fields.list("pair")
    default: throw fields.error("type", "\(excerpt(type)) is not supported")
    }
    try fields.end()
  }

  private static func template(
    _ fields: inout JSONFields, _ table: TokenTable
  ) throws(TokenizerError) -> PostProcessor {
    var result = PostProcessor()
    var ids: [String: [Int]] = [:]
    if let specials = fields.take("special_tokens") {
      var members = try JSONFields(specials, file: fields.file, path: fields.way(to: "special_tokens"))
      for (name, value) in members.rest() {
        var special = try JSONFields(value, file: fields.file, path: members.way(to: name))
        for item in try special.list("ids") ?? [] {
          guard case .number(let text) = item, let id = Int(text), table.text(of: id) != nil else {
            throw special.error("ids", "\(item.name) is no id of a token")
          }
          ids[name, default: []].append(id)
        }
      }
    }
    guard let single = try fields.list("single") else { throw fields.error("single", "it is missing") }
    var sequences = 0
    for (index, item) in single.enumerated() {
      var piece = try JSONFields(item, file: fields.file, path: "\(fields.way(to: "single"))[\(index)]")
      if let special = try piece.fields("SpecialToken") {
        var special = special
        let name = try special.requiredString("id")
        guard let ids = ids[name] else { throw special.error("id", "\(excerpt(name)) is not in special_tokens") }
        if sequences == 0 { result.prefix += ids } else { result.suffix += ids }
      } else if var sequence = try piece.fields("Sequence") {
        guard try sequence.requiredString("id") == "A" else { throw sequence.error("id", "one text is the sequence A") }
        sequences += 1
      }
      try piece.end()
    }
    guard sequences == 1 else { throw fields.error("single", "it has the text \(sequences) times") }
    return result
  }
}
