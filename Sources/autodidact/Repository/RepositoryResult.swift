import Foundation
import Language
import Reports
import Repositories

/// What an adaptation to a repository came to, for people and for programs.
struct RepositoryResult: Documentable {
  let text: TextAdaptationResult
  let files: Int
  let setAside: [String: Int]
  let definitions: Int
  let heldOutDefinitions: Int
  let withheldTests: Int
  let linesTakenOut: Int
  let retrieval: String
  let retrievalTrials: [Trial]
  let kinds: [Kind]
  /// The held-out questions with what was retrieved before them, after adaptation.
  let adaptedInContext: PairedScores
  let answersBefore: RepositoryAnswers
  let answersAfter: RepositoryAnswers
  /// Commits that hide errors; nothing is learned of them.
  let hidingCommits: [HidingCommit]

  struct Trial: Encodable {
    let name: String
    let bitsPerByte: Double
  }

  struct Kind: Encodable {
    let name: String
    let learned: Int
    let heldOut: Int
    let leftOut: Int
    /// The held-out questions of the kind that are scored, before and after; `nil` if there are none.
    let scores: PairedScores?
    /// Held-out bits per byte of all kinds without learning this one, less those with it; `nil` if it was not left out.
    let contribution: Double?
  }

  struct HidingCommit: Encodable {
    let id: String
    let subject: String
    let rule: String
    let sentence: String
  }

  private static func row(_ name: String, _ scores: PairedScores) -> [String] {
    let range = scores.interval.map { String(format: " (%+.3f to %+.3f)", $0.lowerBound, $0.upperBound) } ?? ""
    return [
      name, "\(scores.before.count)", String(format: "%.4f", scores.bitsBefore),
      String(format: "%.4f", scores.bitsAfter), String(format: "%+.3f", scores.rise) + range,
    ]
  }

  var blocks: [DocumentBlock] {
    let aside = setAside.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    var blocks: [DocumentBlock] = [
      .facts([
        Fact(
          "repository", "\(files) files, \(definitions) definitions" + (aside.isEmpty ? "" : "; set aside: \(aside)")),
        Fact(
          "held out",
          "\(heldOutDefinitions) functions, \(withheldTests) tests that name them, \(linesTakenOut) lines elsewhere that say "
            + "what they say"),
        Fact(
          "retrieval",
          retrieval
            + (retrievalTrials.isEmpty
              ? ""
              : " (on learned functions: "
                + retrievalTrials.map { "\($0.name) \(String(format: "%.3f", $0.bitsPerByte))" }.joined(separator: ", ")
                + ")")),
      ]),
      .table(
        Table(
          ["held-out questions, bits per byte", "asked", "before", "after", "change (95 %)"], numeric: 1...,
          rows: kinds.compactMap { kind in kind.scores.map { Self.row(kind.name, $0) } }
            + [
              Self.row("all, adapted", text.heldOut), Self.row("  retrieved text instead", text.inContext),
              Self.row("  both", adaptedInContext),
            ])),
      .table(
        Table(
          ["kind", "learned", "held out", "left out: shows its answer"]
            + (kinds.contains { $0.contribution != nil } ? ["bits per byte more without it"] : []), numeric: 1...,
          rows: kinds.map { kind in
            [kind.name, "\(kind.learned)", "\(kind.heldOut)", "\(kind.leftOut)"]
              + (kinds.contains { $0.contribution != nil }
                ? [kind.contribution.map { String(format: "%+.4f", $0) } ?? ""] : [])
          })),
      .table(
        Table(
          ["functions written", "asked", "exact", "parse"] + (answersAfter.passing == nil ? [] : ["tests pass"])
            + ["hide an error"], numeric: 1...,
          rows: [("before", answersBefore), ("after", answersAfter)].map { name, a in
            [name, "\(a.asked)", "\(a.exact)", "\(a.parsing)"] + (a.passing.map { ["\($0)"] } ?? []) + ["\(a.hiding)"]
          })),
    ]
    if answersAfter.isNetworkCut == false {
      blocks.append(.warning("this system does not permit cutting the network off: the tests ran with it"))
    }
    if !hidingCommits.isEmpty {
      blocks.append(
        .table(
          Table(
            ["commit that hides an error", "rule", "what"],
            rows: hidingCommits.prefix(8).map { ["\($0.id.prefix(8)) \($0.subject)", $0.rule, $0.sentence] })))
      blocks.append(
        .text("Nothing is learned of the \(hidingCommits.count) commits that hide an error instead of mending it."))
    }
    return blocks + text.blocks
  }
}
