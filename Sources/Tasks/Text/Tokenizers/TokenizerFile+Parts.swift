/// The member `normalizer` of a `tokenizer.json`.
enum NormalizerFile {
  static func read(_ fields: JSONFields?) throws(TokenizerError) -> Normalizer {
    guard let fields else { return Normalizer() }
    return Normalizer(steps: try steps(fields))
  }

  private static func steps(_ fields: JSONFields) throws(TokenizerError) -> [Normalizer.Step] {
    var fields = fields
    let type = try fields.requiredString("type")
    var steps: [Normalizer.Step] = []
    switch type {
    case "NFC": steps = [.composition]
    case "Prepend": steps = [.prepend(Array(try fields.requiredString("prepend").utf8))]
    case "Replace": steps = [.replace(try readString(&fields), with: Array(try fields.requiredString("content").utf8))]
    case "Sequence":
      for (index, item) in (try fields.list("normalizers") ?? []).enumerated() {
        let path = "\(fields.way(to: "normalizers"))[\(index)]"
        steps += try self.steps(try JSONFields(item, file: fields.file, path: path))
      }
    default: throw fields.error("type", "\(excerpt(type)) is not supported")
    }
    try fields.end()
    return steps
  }

  /// The member `pattern`, which has to be a string and no expression.
  static func readString(_ fields: inout JSONFields) throws(TokenizerError) -> [UInt8] {
    guard var pattern = try fields.fields("pattern") else { throw fields.error("pattern", "it is missing") }
    if let regex = try pattern.string("Regex") { throw pattern.error("Regex", "\(excerpt(regex)) is not supported") }
    let string = try pattern.requiredString("String")
    try pattern.end()
    guard !string.isEmpty else { throw pattern.error("String", "an empty string") }
    return Array(string.utf8)
  }
}

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

/// The member `decoder` of a `tokenizer.json`.
enum TokenDecoderFile {
  typealias Rule = (joining: TokenDecoder.Joining, replacements: [(old: [UInt8], new: [UInt8])])

  /// One of ByteLevel and Sequence[Replace…, ByteFallback, Fuse, Strip?].
  static func read(_ fields: JSONFields) throws(TokenizerError) -> Rule {
    var steps: [JSONFields] = []
    try flatten(fields, into: &steps)
    var rule: Rule = (.byteLevel, [])
    var names: [String] = []
    for var step in steps {
      let type = try step.requiredString("type")
      let before = names.last ?? ""
      names.append(type)
      switch (type, before) {
      case ("ByteLevel", ""):
        for key in ["add_prefix_space", "trim_offsets", "use_regex"] { _ = try step.boolean(key) }
      case ("Replace", ""), ("Replace", "Replace"):
        let old = try NormalizerFile.readString(&step)
        rule.replacements.append((old, Array(try step.requiredString("content").utf8)))
      case ("ByteFallback", ""), ("ByteFallback", "Replace"): rule.joining = .fallback(strippedSpaces: 0)
      case ("Fuse", "ByteFallback"): break
      case ("Strip", "Fuse"):
        guard try step.string("content") == " ", try step.integer("stop", upTo: 0) != nil,
          let start = try step.integer("start", upTo: 16)
        else { throw step.error("only spaces at the start can be stripped") }
        rule.joining = .fallback(strippedSpaces: start)
      default: throw step.error("type", "\(excerpt(type)) is not supported here")
      }
      try step.end()
    }
    guard names == ["ByteLevel"] || names.contains("Fuse") else {
      throw fields.error("it is neither ByteLevel nor ends in ByteFallback, Fuse and Strip")
    }
    return rule
  }

  private static func flatten(_ fields: JSONFields, into steps: inout [JSONFields]) throws(TokenizerError) {
    var rest = fields
    guard try rest.requiredString("type") == "Sequence" else {
      steps.append(fields)
      return
    }
    for (index, item) in (try rest.list("decoders") ?? []).enumerated() {
      let path = "\(rest.way(to: "decoders"))[\(index)]"
      try flatten(try JSONFields(item, file: fields.file, path: path), into: &steps)
    }
    try rest.end()
  }
}
