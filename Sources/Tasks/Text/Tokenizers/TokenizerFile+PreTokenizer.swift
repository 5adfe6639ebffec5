internal import JSON

/// The member `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerFile {
  static func read(_ fields: JSONFields?) throws(JSONFault) -> PreTokenizer {
    var result = PreTokenizer()
    if let fields { try read(fields, into: &result) }
    return result
  }

  private static func read(_ fields: JSONFields, into result: inout PreTokenizer) throws(JSONFault) {
    let type = try fields.requiredString("type")
    guard !result.isByteLevel else { throw fields.fault("type", "\(excerpt(type)) after ByteLevel is not supported") }
    switch type {
    case "Sequence":
      for step in try fields.objects("pretokenizers") { try read(step, into: &result) }
    case "ByteLevel":
      let isAddingSpace = try fields.boolean("add_prefix_space") ?? true
      guard !isAddingSpace || result.splits.isEmpty else {
        throw fields.fault("add_prefix_space", "a space before each piece of another rule is not supported")
      }
      guard result.metaspace == nil else { throw fields.fault("type", "ByteLevel after Metaspace is not supported") }
      result.isAddingPrefixSpace = isAddingSpace
      if try fields.boolean("use_regex") ?? true { result.splits.append(.gpt2) }
      result.isByteLevel = true
      _ = try fields.boolean("trim_offsets")
    case "Digits": result.splits.append(.digits(each: try fields.boolean("individual_digits") ?? false))
    case "Split": result.splits.append(try split(fields))
    case "Metaspace": try readMetaspace(fields, into: &result)
    default: throw fields.fault("type", "\(excerpt(type)) is not supported")
    }
    try fields.end()
  }

  private static func split(_ fields: JSONFields) throws(JSONFault) -> PreTokenizer.Split {
    let behaviour = try fields.requiredString("behavior")
    if try fields.boolean("invert") ?? false { throw fields.fault("invert", "true is not supported") }
    guard let pattern = try fields.object("pattern") else { throw fields.fault("pattern", "it is missing") }
    let unsupported = "\(excerpt(behaviour)) is not supported here"
    if let regex = try pattern.string("Regex") {
      try pattern.end()
      guard let split = PreTokenizer.Split.patterns[regex] else {
        throw pattern.fault("Regex", "the expression \(excerpt(regex)) is not supported")
      }
      guard behaviour == "Isolated" else { throw fields.fault("behavior", unsupported) }
      return split
    }
    let string = try pattern.requiredString("String")
    try pattern.end()
    guard !string.isEmpty else { throw pattern.fault("String", "an empty string") }
    switch behaviour {
    case "Isolated": return .literal(Array(string.utf8), merged: false)
    case "MergedWithPrevious": return .literal(Array(string.utf8), merged: true)
    default: throw fields.fault("behavior", unsupported)
    }
  }

  private static func readMetaspace(_ fields: JSONFields, into result: inout PreTokenizer) throws(JSONFault) {
    guard result.metaspace == nil, result.splits.isEmpty else {
      throw fields.fault("type", "Metaspace after another rule is not supported")
    }
    let mark = try fields.string("replacement") ?? "▁"
    guard mark == "▁" else { throw fields.fault("replacement", "\(excerpt(mark)) is not supported, only ▁") }
    let isAdding = try fields.boolean("add_prefix_space") ?? true
    let scheme = try fields.string("prepend_scheme") ?? (isAdding ? "always" : "never")
    guard let prepending = PreTokenizer.Metaspace.Prepending(rawValue: scheme), isAdding || prepending == .never else {
      throw fields.fault("prepend_scheme", "\(excerpt(scheme)) is not supported here")
    }
    result.metaspace = PreTokenizer.Metaspace(prepending: prepending)
    if try fields.boolean("split") ?? true { result.splits.append(.eachMark) }
  }
}
