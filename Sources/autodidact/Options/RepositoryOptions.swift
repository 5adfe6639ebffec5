import ArgumentParser
import Repositories

/// The options of `adapt` for repositories, and those that `complete` shares.
struct RepositoryOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "Take the folder as a repository of code (default: if it has .git), or not.")
  var repository: Bool?

  @Option(
    help: ArgumentHelp(
      "What is put before a question: file, symbol, dependency, none, or choose, which takes what helps the model most on learned "
        + "functions.", valueName: "choice"))
  var retrieval = "choose"

  @Option(help: "The most bytes of what is put before a question.")
  var contextBytes = 900

  @Option(
    help: ArgumentHelp(
      "Kinds of questions that are learned, with weights: \"masked function\", docstring, \"masked test\", fix, request "
        + "(default: each 1).", valueName: "kind=weight,…"))
  var mix: String?

  @Option(help: "Held-out functions that the model writes before and after, and that are compared with the real ones.")
  var answers = 12

  @Option(
    help: ArgumentHelp(
      "A command that tests the repository; it is run in a copy with each written function in place, under limits and without a "
        + "network where the system permits.", valueName: "command"))
  var runTests: String?

  @Flag(help: "Learn again without each kind of question, and tell what each contributed.")
  var ablate = false

  /// The weight of each kind.
  func weights() throws -> [RepositoryTask.Kind: Double] {
    guard let mix else { return Dictionary(uniqueKeysWithValues: RepositoryTask.Kind.allCases.map { ($0, 1) }) }
    var weights: [RepositoryTask.Kind: Double] = [:]
    for part in mix.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingWhitespace() }
      guard pair.count == 2, let kind = RepositoryTask.Kind(rawValue: pair[0]), let weight = Double(pair[1]),
        (0...1_000).contains(weight)
      else {
        let kinds = RepositoryTask.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw BadInputError("--mix \"\(part)\" is no kind=weight; kinds are \(kinds), weights 0 to 1000")
      }
      weights[kind] = weight
    }
    return weights
  }

  /// The choice of retrieval: `nil` in it is none, and no value is "choose".
  func choice() throws -> ContextChoice?? {
    if retrieval == "choose" { return .none }
    if retrieval == "none" { return .some(nil) }
    guard let choice = ContextChoice(rawValue: retrieval) else {
      let names = ContextChoice.allCases.map(\.rawValue).joined(separator: ", ")
      throw BadInputError("--retrieval is \(retrieval); give choose, none, \(names)")
    }
    return .some(choice)
  }

  func validate() throws {
    guard (0...1_000_000).contains(contextBytes) else {
      throw ValidationError("--context-bytes is \(contextBytes); give 0 to 1000000")
    }
    guard (0...10_000).contains(answers) else { throw ValidationError("--answers is \(answers); give 0 to 10000") }
  }
}

extension Substring {
  fileprivate func trimmingWhitespace() -> String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
