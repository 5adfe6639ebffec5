import Experiments
import Foundation
import MetaLearning
import Networks
import Reports

extension CheckCommand {
  /// Returns the worst leaves of one check, and the verdict.
  static func text(_ check: LearnerCheck, _ plan: CheckPlan, console: Console) -> String {
    let shown = check.leaves.prefix(8)
    let rows = shown.map { leaf in
      [leaf.name, "\(leaf.element)", number(leaf.analytic), number(leaf.numeric), error(leaf.error)]
    }
    let table = Table(
      ["leaf", "element", "analytic", "numeric", "error"], numeric: [1, 2, 3, 4], rows: Array(rows))
    let rest = check.leaves.count - shown.count
    return """
      \(check.learner) on \(check.network), \(plan.steps) inner steps by \(plan.rule.rawValue), \
      adapting \(check.adapting.map { $0.isEmpty ? "nothing" : $0 } ?? "nothing"), seed \(plan.seed)
      \(table.text(console: console))\(rest > 0 ? "\nand \(rest) leaves with smaller errors" : "")

      \(verdict(check, console)): the largest error is \(error(check.error ?? .nan)), and \(error(plan.tolerance)) passes
      """
  }

  /// Returns the verdicts of every learner on every network.
  static func text(_ checks: [LearnerCheck], console: Console) -> String {
    let rows = checks.map { check in
      [
        check.learner, check.network, check.verdict.rawValue, check.error.map(error) ?? "",
        check.reason ?? check.leaves.first?.name ?? "",
      ]
    }
    let table = Table(
      ["learner", "network", "verdict", "error", "worst leaf, or why not"], numeric: [3], rows: rows)
    func count(_ verdict: LearnerCheck.Verdict) -> Int { checks.count { $0.verdict == verdict } }
    return """
      \(table.text(console: console))

      \(count(.passes)) pass, \(count(.fails)) fail, \(count(.refused)) refused with a reason
      """
  }

  private static func verdict(_ check: LearnerCheck, _ console: Console) -> String {
    check.verdict == .passes ? console.styled("passes", .green, .bold) : console.styled("fails", .red, .bold)
  }

  private static func number(_ value: Double) -> String { String(format: "%.6g", value) }

  private static func error(_ value: Double) -> String { String(format: "%.0e", value) }
}
