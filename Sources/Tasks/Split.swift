import Randomness
internal import Requirements

/// A part of a family's hidden rules; no rule is in two of them.
public enum Split: String, CaseIterable, Codable, Sendable {
  /// Seven tenths of the rules, from which the outer loop learns.
  case metaTrain = "meta-train"
  /// One tenth, for choices of configuration.
  case metaValidation = "meta-validation"
  /// One fifth, for reported numbers.
  case metaTest = "meta-test"

  /// Returns the split of a rule, a stable function of its name alone: 70 / 10 / 20 by hash.
  public static func hashed(family: String, rule: String) -> Split {
    switch stableHash("\(family)/\(rule)") >> 16 % 10 {
    case 0..<7: .metaTrain
    case 7: .metaValidation
    default: .metaTest
    }
  }

  /// Returns the splits of a short list of rules: a tenth and a fifth of them, at least one each, in the order of their
  /// hashes.
  public static func partition(family: String, rules: [String]) -> [String: Split] {
    require(
      Set(rules).count == rules.count && rules.count >= 3,
      "\(family) lists \(Set(rules).count) different rules of \(rules.count); give at least 3, each once")
    let order = rules.sorted {
      (stableHash("\(family)/\($0)"), $0) < (stableHash("\(family)/\($1)"), $1)
    }
    let validation = max(1, order.count / 10)
    let test = max(1, order.count / 5)
    return Dictionary(
      uniqueKeysWithValues: order.enumerated().map { index, rule in
        (rule, index < validation ? .metaValidation : index < validation + test ? .metaTest : .metaTrain)
      })
  }
}
