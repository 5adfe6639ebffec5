internal import JSON

/// The member `post_processor` of a `tokenizer.json`.
enum PostProcessorFile {
  static func read(_ fields: JSONFields?, table: TokenTable) throws(JSONFault) -> PostProcessor {
    var result = PostProcessor()
    if let fields { try read(fields, table, into: &result) }
    return result
  }

  private static func read(
    _ fields: JSONFields, _ table: TokenTable, into result: inout PostProcessor
  ) throws(JSONFault) {
    let type = try fields.requiredString("type")
    switch type {
    case "Sequence":
      for processor in try fields.objects("processors") { try read(processor, table, into: &result) }
    case "ByteLevel":
      // Changes offsets only.
      for key in ["add_prefix_space", "trim_offsets", "use_regex"] { _ = try fields.boolean(key) }
    case "TemplateProcessing":
      guard result == PostProcessor() else { throw fields.fault("type", "a second template is not supported") }
      result = try template(fields, table)
      _ = try fields.list("pair")
    default: throw fields.fault("type", "\(excerpt(type)) is not supported")
    }
    try fields.end()
  }

  private static func template(
    _ fields: JSONFields, _ table: TokenTable
  ) throws(JSONFault) -> PostProcessor {
    var result = PostProcessor()
    var ids: [String: [Int]] = [:]
    if let specials = try fields.object("special_tokens") {
      for (name, value) in specials.rest() {
        let special = try JSONFields(value, path: specials.path(to: name))
        for item in try special.list("ids") ?? [] {
          guard let id = item.integer, table.text(of: id) != nil else {
            throw special.fault("ids", "\(item.name) is no id of a token")
          }
          ids[name, default: []].append(id)
        }
      }
    }
    var sequences = 0
    for piece in try fields.objects("single") {
      if let special = try piece.object("SpecialToken") {
        let name = try special.requiredString("id")
        guard let ids = ids[name] else { throw special.fault("id", "\(excerpt(name)) is not in special_tokens") }
        if sequences == 0 { result.prefix += ids } else { result.suffix += ids }
      } else if let sequence = try piece.object("Sequence") {
        guard try sequence.requiredString("id") == "A" else { throw sequence.fault("id", "one text is the sequence A") }
        sequences += 1
      }
      try piece.end()
    }
    guard sequences == 1 else { throw fields.fault("single", "it has the text \(sequences) times") }
    return result
  }
}
