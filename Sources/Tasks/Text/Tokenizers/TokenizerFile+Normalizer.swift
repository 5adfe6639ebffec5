internal import JSON

/// The member `normalizer` of a `tokenizer.json`.
enum NormalizerFile {
  static func read(_ fields: JSONFields?) throws(JSONFault) -> Normalizer {
    guard let fields else { return Normalizer() }
    return Normalizer(steps: try steps(fields))
  }

  private static func steps(_ fields: JSONFields) throws(JSONFault) -> [Normalizer.Step] {
    let type = try fields.requiredString("type")
    var steps: [Normalizer.Step] = []
    switch type {
    case "NFC": steps = [.composition]
    case "Prepend": steps = [.prepend(Array(try fields.requiredString("prepend").utf8))]
    case "Replace": steps = [.replace(try readString(fields), with: Array(try fields.requiredString("content").utf8))]
    case "Sequence":
      for step in try fields.objects("normalizers") { steps += try self.steps(step) }
    default: throw fields.fault("type", "\(excerpt(type)) is not supported")
    }
    try fields.end()
    return steps
  }

  /// Returns the member `pattern`, which has to be a string and no expression.
  static func readString(_ fields: JSONFields) throws(JSONFault) -> [UInt8] {
    guard let pattern = try fields.object("pattern") else { throw fields.fault("pattern", "it is missing") }
    if let regex = try pattern.string("Regex") { throw pattern.fault("Regex", "\(excerpt(regex)) is not supported") }
    let string = try pattern.requiredString("String")
    try pattern.end()
    guard !string.isEmpty else { throw pattern.fault("String", "an empty string") }
    return Array(string.utf8)
  }
}
