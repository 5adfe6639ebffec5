/// The member `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerFile {
  static func read(_ fields: JSONFields?) throws(TokenizerError) -> PreTokenizer {
    var result = PreTokenizer()
    if let fields { try read(fields, into: &result) }
    return result
  }

  private static func read(_ fields: JSONFields, into result: inout PreTokenizer) throws(TokenizerError) {
    var fields = fields
    let type = try fields.requiredString("type")
    guard !result.isByteLevel else { throw fields.error("type", "\(excerpt(type)) after ByteLevel is not supported") }
    switch type {
    case "Sequence":
      for (index, item) in (try fields.list("pretokenizers") ?? []).enumerated() {
        let path = "\(fields.way(to: "pretokenizers"))[\(index)]"
        try read(try JSONFields(item, file: fields.file, path: path), into: &result)
      }
    case "ByteLevel":
      let isAddingSpace = try fields.boolean("add_prefix_space") ?? true
      guard !isAddingSpace || result.splits.isEmpty else {
        throw fields.error("add_prefix_space", "a space before each piece of another rule is not supported")
      }
      guard result.metaspace == nil else { throw fields.error("type", "ByteLevel after Metaspace is not supported") }
      result.isAddingPrefixSpace = isAddingSpace
      if try fields.boolean("use_regex") ?? true { result.splits.append(.gpt2) }
      result.isByteLevel = true
      _ = try fields.boolean("trim_offsets")
    case "Digits": result.splits.append(.digits(each: try fields.boolean("individual_digits") ?? false))
    case "Split": result.splits.append(try split(&fields))
    case "Metaspace": try readMetaspace(&fields, into: &result)
    default: throw fields.error("type", "\(excerpt(type)) is not supported")
    }
    try fields.end()
  }

  private static func split(_ fields: inout JSONFields) throws(TokenizerError) -> PreTokenizer.Split {
    let behaviour = try fields.requiredString("behavior")
    if try fields.boolean("invert") ?? false { throw fields.error("invert", "true is not supported") }
    guard var pattern = try fields.fields("pattern") else { throw fields.error("pattern", "it is missing") }
    let unsupported = "\(excerpt(behaviour)) is not supported here"
    if let regex = try pattern.string("Regex") {
      try pattern.end()
      guard let split = PreTokenizer.Split.patterns[regex] else {
        throw pattern.error("Regex", "the expression \(excerpt(regex)) is not supported")
      }
      guard behaviour == "Isolated" else { throw fields.error("behavior", unsupported) }
      return split
    }
    let string = try pattern.requiredString("String")
    try pattern.end()
    guard !string.isEmpty else { throw pattern.error("String", "an empty string") }
    switch behaviour {
    case "Isolated": return .literal(Array(string.utf8), merged: false)
    case "MergedWithPrevious": return .literal(Array(string.utf8), merged: true)
    default: throw fields.error("behavior", unsupported)
    }
  }

  private static func readMetaspace(_ fields: inout JSONFields, into result: inout PreTokenizer) throws(TokenizerError)
  {
    guard result.metaspace == nil, result.splits.isEmpty else {
      throw fields.error("type", "Metaspace after another rule is not supported")
    }
    let mark = try fields.string("replacement") ?? "▁"
    guard mark == "▁" else { throw fields.error("replacement", "\(excerpt(mark)) is not supported, only ▁") }
    let isAdding = try fields.boolean("add_prefix_space") ?? true
    let scheme = try fields.string("prepend_scheme") ?? (isAdding ? "always" : "never")
    guard let prepending = PreTokenizer.Metaspace.Prepending(rawValue: scheme), isAdding || prepending == .never else {
      throw fields.error("prepend_scheme", "\(excerpt(scheme)) is not supported here")
    }
    result.metaspace = PreTokenizer.Metaspace(prepending: prepending)
    if try fields.boolean("split") ?? true { result.splits.append(.eachMark) }
  }
}
