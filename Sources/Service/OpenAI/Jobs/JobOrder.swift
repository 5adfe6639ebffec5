internal import JSON

/// What a client asks for: a new job.
struct JobOrder: Sendable {
  var model: String
  var trainingFile: String
  var validationFile: String?
  var suffix: String?
  var seed: Int
  var metadata: [String: String]?
  /// The method as it was given.
  var method: JSONTree
  var chosen: Hyperparameters

  /// Reads a request.
  /// - Throws: `OpenAIError` or `JSONFault` that names what cannot be.
  init(_ fields: JSONFields) throws {
    model = try fields.requiredString("model")
    trainingFile = try fields.requiredString("training_file")
    validationFile = try fields.string("validation_file")
    suffix = try fields.string("suffix")
    if let suffix {
      let isPlain = suffix.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0))
      }
      guard (1...64).contains(suffix.utf8.count), isPlain else {
        throw OpenAIError.invalid("suffix", "suffix: 1 to 64 letters, digits and - _ . are expected")
      }
    }
    seed = try fields.integer("seed", upTo: Int(Int32.max)) ?? Int.random(in: 0...Int(Int32.max))
    if let value = fields["metadata"] {
      guard let pairs = value.stringsByKey, pairs.count <= 16,
        pairs.allSatisfy({ $0.key.count <= 64 && $0.value.count <= 512 })
      else {
        throw OpenAIError.invalid(
          "metadata", "metadata: at most 16 texts are expected, of 512 characters under keys of 64")
      }
      metadata = pairs
    }
    guard fields["integrations"]?.items?.isEmpty != false else {
      throw OpenAIError.invalid("integrations", "integrations: this server reports to no other; leave it out")
    }
    let (_, chosen, tree) = try JobMethod.read(fields)
    (self.chosen, method) = (chosen, tree)
    try fields.end()
  }
}
