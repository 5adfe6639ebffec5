public import Reports
public import Scaling

/// The verdict on each analysis of a study: whether more of what was varied predictably buys more.
public struct StudyAnswers: Documentable {
  /// The answer of one analysis, of one measured column.
  public struct Answer: Encodable, Sendable {
    /// The sweep.
    public let sweep: String
    /// The varied columns.
    public let x: [String]
    /// The measured column.
    public let y: String
    /// The numbers that other columns have to have.
    public let at: [String: Double]
    /// The verdict, with its reason.
    public let verdict: VerdictSummary
    let question: ScalingAnalysis
    let candidate: Comparison.Candidate?

    private enum CodingKeys: String, CodingKey {
      case sweep, x, y, at, verdict
    }

    /// The title: "error against tasks (steps = 5)".
    var title: String {
      let fixed = at.sorted { $0.key < $1.key }.map { "\($0.key) = \(figures($0.value))" }.joined(separator: ", ")
      return "\(sweep): \(y) against \(x.joined(separator: " and "))" + (fixed.isEmpty ? "" : ", \(fixed)")
    }
  }

  /// The study.
  public let study: String
  /// The answers, in the order of the sweeps.
  public let answers: [Answer]
  /// The analyses that could not be made, with the reason.
  public let refused: [String]

  /// Judges every analysis of a study.
  public init(_ configuration: StudyConfiguration, _ table: StudyTable, replicates: Int = 200) {
    study = configuration.name
    var (answers, refused): ([Answer], [String]) = ([], [])
    for sweep in configuration.sweeps {
      for analysis in sweep.analyses where !analysis.x.isEmpty {
        for y in analysis.y {
          do {
            answers.append(try Self.answer(analysis, y, of: sweep.name, in: table, replicates: replicates))
          } catch {
            refused.append("\(sweep.name), \(y) against \(analysis.x.joined(separator: " and ")): \(error)")
          }
        }
      }
    }
    (self.answers, self.refused) = (answers, refused)
  }

  private static func answer(
    _ analysis: StudyAnalysis, _ y: String, of sweep: String, in table: StudyTable, replicates: Int
  ) throws -> Answer {
    let columns = try table.columns(analysis.x + [y], sweep: sweep, group: analysis.group, at: analysis.at)
    let x = analysis.x.map { columns.values[$0] ?? [] }
    // A power has no value at zero steps; the model before any adaptation is where curves begin, not a point on them.
    let rows = columns.runs.indices.filter { row in x.allSatisfy { $0[row] > 0 } }
    let along = analysis.holdOut.isEmpty ? nil : analysis.x.firstIndex(of: analysis.holdOut)
    let runs = rows.map { columns.runs[$0] }
    let observations = try Observations(
      variables: zip(analysis.x, x).map { name, values in (name, rows.map { values[$0] }) },
      target: (y, rows.map { (columns.values[y] ?? [])[$0] }),
      // The rows of a single model share its seed: each row then counts as a run, and intervals lack the variance of
      // seeds.
      runs: Set(runs).count > 1 ? runs : nil, scale: along.map { axis in rows.map { x[axis][$0] } })
    var question = ScalingAnalysis(
      observations, source: table.study, lines: Array(1...max(rows.count, 1)), columns: analysis.x,
      along: along.map { analysis.x[$0] } ?? analysis.x.joined(separator: "*"))
    question.holdOut = HoldOut(.factor(analysis.factor))
    question.goal = ["accuracy", "exact"].contains(y) ? .higher : .lower
    question.replicates = replicates
    if observations.y.contains(where: { $0 <= 0 }) { question.objective = .squared }
    if Set(runs).count == 1 {
      question.notes.append("All rows are of one model, so intervals leave out the luck of its training.")
    }
    let verdict = Verdict(
      observations, goal: question.goal, holdOut: question.holdOut, objective: question.objective,
      replicates: replicates)
    let summary = VerdictSummary(verdict, question, cost: question.along) { $0.reduce(1, *) }
    return Answer(
      sweep: sweep, x: analysis.x, y: y, at: analysis.at, verdict: summary, question: question,
      candidate: verdict.candidate)
  }

  /// The blocks that people read: all answers in a table, with the reasons below.
  public var blocks: [DocumentBlock] {
    let rows = answers.map { answer in
      let judged = answer.candidate?.horizons?.last
      return [
        answer.title, answer.verdict.answer.rawValue, answer.verdict.law ?? "–",
        judged.map { figures(100 * $0.relativeError, 3) + " %" } ?? "–",
        judged.map { figures(100 * $0.persistenceError, 3) + " %" } ?? "–",
      ]
    }
    let table = Table(
      ["analysis", "verdict", "law", "held-out error", "“as before”"], numeric: [3, 4], rows: rows)
    return [.table(table)]
      + answers.map { .text("\($0.title): \($0.verdict.answer.rawValue), \($0.verdict.reason)") }
      + refused.map { .warning($0) }
  }

  /// Returns a page with the law through each analysis.
  public func report(command: String) -> Document {
    var sections: [DocumentBlock] = blocks.prefix(1) + refused.map { .warning($0) }
    for answer in answers {
      sections += [.heading(answer.title)]
      sections += [.text("\(answer.verdict.answer.rawValue): \(answer.verdict.reason)")]
      if let candidate = answer.candidate {
        let bootstrap = Bootstrap(candidate.fit, count: answer.question.replicates, seed: answer.question.seed)
        let plots = ScalingPlots(
          answer.question, fit: candidate.fit, bootstrap: bootstrap, horizons: candidate.horizons)
        sections += plots.all.prefix(1).map { .plot($0) }
      }
      sections += answer.verdict.blocks.dropFirst()
    }
    return Document(title: "Study: \(study)", blocks: sections + [.heading("Made by"), .code(command)])
  }
}
