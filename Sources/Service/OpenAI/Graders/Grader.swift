internal import JSON

/// What gives an answer its reward.
///
/// Those of OpenAI's API that need neither a program nor another model: `string_check`, `text_similarity` and `multi`.
struct Grader: Sendable {
  /// The kinds of graders.
  private indirect enum Kind: Sendable {
    case check(input: GraderTemplate, reference: GraderTemplate, Operation)
    case similarity(input: GraderTemplate, reference: GraderTemplate, TextSimilarity)
    case multi([(key: String, grader: Grader)], GraderFormula)
  }

  /// A comparison of two texts, worth 1 if it holds and else 0.
  private enum Operation: String, Sendable {
    /// They are the same.
    case eq
    /// They are not the same.
    case ne
    /// The first contains the second.
    case like
    /// The first contains the second, whatever the case of letters.
    case ilike
  }

  /// The grader's name.
  let name: String
  /// The grader's type in OpenAI's API.
  let type: String
  private let kind: Kind

  /// Reads a grader.
  /// - Throws: `OpenAIError` or `JSONFault` that names what is wrong, or says that graders of a type are not run here.
  init(_ fields: JSONFields) throws {
    try self.init(fields, isPart: false)
  }

  private init(_ fields: JSONFields, isPart: Bool) throws {
    type = try fields.requiredString("type")
    name = try fields.requiredString("name")
    switch type {
    case "string_check":
      let word = try fields.requiredString("operation")
      guard let operation = Operation(rawValue: word) else {
        throw Self.invalid(fields, "operation", "\(excerpt(word)) is none of eq, ne, like, ilike")
      }
      kind = .check(
        input: try Self.template(fields, "input"), reference: try Self.template(fields, "reference"), operation)
    case "text_similarity":
      let word = try fields.requiredString("evaluation_metric")
      guard let measure = TextSimilarity(name: word) else {
        throw Self.invalid(
          fields, "evaluation_metric",
          word == "cosine"
            ? "cosine needs a model of embeddings, which this server has not; take rouge_l or another"
            : "\(excerpt(word)) is none of fuzzy_match, bleu, gleu, meteor, rouge_1 to rouge_5, rouge_l")
      }
      _ = try fields.number("pass_threshold")
      kind = .similarity(
        input: try Self.template(fields, "input"), reference: try Self.template(fields, "reference"), measure)
    case "multi" where !isPart:
      guard let parts = try fields.object("graders") else {
        throw Self.invalid(fields, "graders", "an object of named graders is expected")
      }
      let graders = try parts.rest().map { part in
        (key: part.key, grader: try Grader(JSONFields(part.value, path: parts.path(to: part.key)), isPart: true))
      }
      guard !graders.isEmpty else { throw Self.invalid(fields, "graders", "at least one grader is expected") }
      let formula: GraderFormula
      do { formula = try GraderFormula(fields.requiredString("calculate_output")) } catch let fault as GraderFault {
        throw Self.invalid(fields, "calculate_output", fault.problem)
      }
      if let name = formula.names.subtracting(graders.map(\.key)).min() {
        throw Self.invalid(fields, "calculate_output", "\(name) is the key of no grader")
      }
      kind = .multi(graders, formula)
    default:
      throw Self.invalid(
        fields, "type",
        "graders of type \(excerpt(type)) are not run here; take string_check, text_similarity"
          + (isPart ? "" : " or multi"))
    }
    try fields.end()
  }

  private static func template(_ fields: JSONFields, _ key: String) throws -> GraderTemplate {
    do { return try GraderTemplate(fields.requiredString(key)) } catch let fault as GraderFault {
      throw invalid(fields, key, fault.problem)
    }
  }

  private static func invalid(_ fields: JSONFields, _ key: String, _ problem: String) -> OpenAIError {
    .invalid(fields.path(to: key), "\(fields.path(to: key)): \(problem)", code: "invalid_grader")
  }

  /// A reward, and those of which it is made.
  struct Reward: Hashable, Sendable {
    var value: Double
    var parts: [Part] = []

    /// The reward of a part of a `multi`.
    struct Part: Hashable, Sendable {
      var key: String
      var value: Double
    }
  }

  /// Returns the reward of an answer.
  /// - Throws: `GraderFault` for an answer or an example that the grader cannot read.
  func reward(_ sample: GradedSample) throws(GraderFault) -> Reward {
    switch kind {
    case .check(let input, let reference, let operation):
      let (text, other) = (try input.text(sample), try reference.text(sample))
      let holds =
        switch operation {
        case .eq: text.utf8.elementsEqual(other.utf8)
        case .ne: !text.utf8.elementsEqual(other.utf8)
        case .like: text.contains(other)
        case .ilike: text.lowercased().contains(other.lowercased())
        }
      return Reward(value: holds ? 1 : 0)
    case .similarity(let input, let reference, let measure):
      return Reward(value: measure.score(try input.text(sample), try reference.text(sample)))
    case .multi(let graders, let formula):
      let parts = try graders.map { part throws(GraderFault) in
        Reward.Part(key: part.key, value: try part.grader.reward(sample).value)
      }
      let values = Dictionary(parts.map { ($0.key, $0.value) }) { first, _ in first }
      return Reward(value: try formula.value(values), parts: parts)
    }
  }
}
