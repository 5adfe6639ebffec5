internal import JSON

/// The member `decoder` of a `tokenizer.json`.
enum TokenDecoderFile {
  typealias Rule = (joining: TokenDecoder.Joining, replacements: [(old: [UInt8], new: [UInt8])])

  /// Returns one of ByteLevel and Sequence[Replace…, ByteFallback, Fuse, Strip?].
  static func read(_ fields: JSONFields) throws(JSONFault) -> Rule {
    var steps: [JSONFields] = []
    try flatten(fields, into: &steps)
    var rule: Rule = (.byteLevel, [])
    var names: [String] = []
    for step in steps {
      let type = try step.requiredString("type")
      let before = names.last ?? ""
      names.append(type)
      switch (type, before) {
      case ("ByteLevel", ""):
        for key in ["add_prefix_space", "trim_offsets", "use_regex"] { _ = try step.boolean(key) }
      case ("Replace", ""), ("Replace", "Replace"):
        let old = try NormalizerFile.readString(step)
        rule.replacements.append((old, Array(try step.requiredString("content").utf8)))
      case ("ByteFallback", ""), ("ByteFallback", "Replace"): rule.joining = .fallback(strippedSpaces: 0)
      case ("Fuse", "ByteFallback"): break
      case ("Strip", "Fuse"):
        guard try step.string("content") == " ", try step.integer("stop", upTo: 0) != nil,
          let start = try step.integer("start", upTo: 16)
        else { throw step.fault("only spaces at the start can be stripped") }
        rule.joining = .fallback(strippedSpaces: start)
      default: throw step.fault("type", "\(excerpt(type)) is not supported here")
      }
      try step.end()
    }
    guard names == ["ByteLevel"] || names.contains("Fuse") else {
      throw fields.fault("it is neither ByteLevel nor ends in ByteFallback, Fuse and Strip")
    }
    return rule
  }

  private static func flatten(_ fields: JSONFields, into steps: inout [JSONFields]) throws(JSONFault) {
    guard try fields.requiredString("type") == "Sequence" else {
      steps.append(fields)
      return
    }
    for step in try fields.objects("decoders") { try flatten(step, into: &steps) }
    try fields.end()
  }
}
