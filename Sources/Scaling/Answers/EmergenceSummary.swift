public import Reports
internal import Foundation
internal import Randomness

/// The share of problems that each model solves: pass@k over problems, or rates measured until enough attempts pass.
public struct EmergenceSummary: Documentable {
  /// pass@k over the problems of a group.
  public struct Coverage: Encodable, Sendable {
    /// The number of attempts.
    public let k: Int
    /// The share of problems that k attempts solve.
    public let value: Double
    /// The interval of the share over other problems like these.
    public let interval: ClosedRange<Double>
  }

  /// A pass rate measured until enough attempts pass.
  public struct Rate: Encodable, Sendable {
    /// The line of the row.
    public let line: Int
    /// The number of attempts.
    public let samples: Int
    /// The number of passes among them.
    public let passes: Int
    /// The unbiased estimate.
    public let value: Double
    /// The exact interval of the estimate.
    public let interval: ClosedRange<Double>
    /// Whether sampling ended at its cap, before enough passes came.
    public let isCapped: Bool
    /// ln(−ln p), which is straight in ln N where the pass rate follows its law, or `nil` if the rate is 0 or 1.
    public let transformed: Double?
  }

  /// A k for which pass@k cannot be estimated.
  public struct Omission: Encodable, Sendable {
    /// The number of attempts.
    public let k: Int
    /// The number of problems with fewer attempts.
    public let short: Int
    /// The fewest attempts at a problem.
    public let fewest: Int
  }

  /// The rows of one model.
  public struct Group: Encodable, Sendable {
    /// The name of the model.
    public let name: String
    /// The number of its rows.
    public let problems: Int
    /// pass@k, where rows are problems.
    public let coverage: [Coverage]
    /// The k that were left out, because some problems have fewer attempts.
    public let omitted: [Omission]
    /// Rates, where rows were sampled until enough passes.
    public let rates: [Rate]
  }

  /// The source of the rows.
  public let source: String
  /// The level of intervals.
  public let level: Double
  /// The models, in the order of the file.
  public let groups: [Group]

  /// Computes pass@k for each of `ks` that a group has samples for.
  public init(
    coverageOf groups: [(name: String, attempts: [Attempts])], ks: [Int], source: String, level: Double, draws: Int,
    seed: UInt64
  ) {
    (self.source, self.level) = (source, level)
    self.groups = groups.map { group in
      let most = group.attempts.map(\.samples).min() ?? 0
      var generator = Generator(seed: seed).child(group.name)
      let values = ks.filter { $0 <= most }.map { k in
        Coverage(
          k: k, value: coverage(of: group.attempts, k: k),
          interval: coverageInterval(
            of: group.attempts, k: k, confidence: level, draws: draws, using: &generator))
      }
      let omitted = ks.filter { $0 > most }.map { k in
        Omission(k: k, short: group.attempts.count { $0.samples < k }, fewest: most)
      }
      return Group(name: group.name, problems: group.attempts.count, coverage: values, omitted: omitted, rates: [])
    }
  }

  /// Computes the rates of rows that were sampled until enough passes.
  public init(
    ratesOf groups: [(name: String, rows: [(line: Int, result: PassUntilResult)])], source: String, level: Double
  ) {
    (self.source, self.level) = (source, level)
    self.groups = groups.map { group in
      let rates = group.rows.map { row in
        let value = row.result.estimate
        return Rate(
          line: row.line, samples: row.result.samples, passes: row.result.passes, value: value,
          interval: row.result.interval(confidence: level), isCapped: row.result.isCapped,
          transformed: value > 0 && value < 1 ? logNegativeLog(value) : nil)
      }
      return Group(name: group.name, problems: rates.count, coverage: [], omitted: [], rates: rates)
    }
  }

  /// The blocks that people read, in order.
  public var blocks: [DocumentBlock] {
    let count = groups.reduce(0) { $0 + $1.problems }
    let percent = "\(figures(100 * level)) %"
    let rates = groups.flatMap { group in group.rates.map { (group.name, $0) } }
    let head = DocumentBlock.facts([Fact("data", "\(source): \(counted(count, "row"))")])
    guard rates.isEmpty else {
      let rows = rates.map { name, rate in
        [
          name, "\(rate.line)", "\(rate.passes)/\(rate.samples)\(rate.isCapped ? " (capped)" : "")",
          figures(rate.value),
          figures(rate.interval), rate.transformed.map { figures($0) } ?? "–",
        ]
      }
      return [
        head, .table(Table(["model", "line", "passes", "rate", percent, "ln(−ln p)"], numeric: 1..., rows: rows)),
      ]
    }
    let rows = groups.flatMap { group in
      group.coverage.map { point in
        [group.name, "\(group.problems)", "\(point.k)", figures(point.value), figures(point.interval)]
      }
    }
    let table = Table(["model", "problems", "k", "pass@k", "\(percent), problems redrawn"], numeric: 1..., rows: rows)
    return [head] + (rows.isEmpty ? [] : [.table(table)]) + omissions
  }

  /// The k that were left out, and the reasons.
  private var omissions: [DocumentBlock] {
    groups.filter { !$0.omitted.isEmpty }.map { group in
      let ks = group.omitted.map { "\($0.k)" }.joined(separator: ", ")
      let shorts = group.omitted.map { "\($0.short)" }.joined(separator: ", ")
      return .warning(
        "\(group.name): pass@k for k = \(ks) is left out, for \(shorts) of \(counted(group.problems, "problem")) have fewer "
          + "attempts (the fewest: \(group.omitted[0].fewest)); draw more, or leave these problems out")
    }
  }
}
