/// Why an answer has no reward.
struct GraderFault: Error, Hashable {
  /// The kinds of faults that OpenAI's API tells apart and a grader of texts can have.
  enum Kind: String, Sendable, CaseIterable {
    case formula = "formula_parse_error"
    case sample = "sample_parse_error"
    case variable = "invalid_variable_error"
    case other = "other_error"
  }

  /// The kind.
  var kind: Kind
  /// What is wrong.
  var problem: String

  init(_ kind: Kind, _ problem: String) { (self.kind, self.problem) = (kind, problem) }
}
