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
