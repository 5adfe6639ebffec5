public import MetaLearning
public import Reports
internal import Tasks

extension Evaluation {
  /// Returns the page: curves, a table for each group, and a few tasks before and after adaptation.
  public func report(samples: [Scores.Sample] = []) -> Document {
    Document(title: "Evaluation", subtitle: checkpoint, blocks: sections(samples: samples))
  }

  /// Returns the sections of the page.
  public func sections(samples: [Scores.Sample] = []) -> [DocumentBlock] {
    var plots = [DocumentBlock.plot(Self.plot(scoreTitle, overall, isAccuracy: isAccuracy) { $0.score })]
    if hasParts {
      plots.append(.plot(Self.plot("Whole outputs right", overall, isAccuracy: true) { $0.exact }))
    }
    var sections: [DocumentBlock] = [
      .facts(
        [
          Fact("model", checkpoint), Fact("learner", learner), Fact("network", network),
          Fact("tasks", tasks),
          Fact("inner loop", "\(inner.rule.rawValue), rate \(inner.rate), \(inner.rates.rawValue) rates"),
          Fact("split", plan.split.rawValue), Fact("episodes a family", "\(plan.episodes)"),
          Fact("seed", "\(plan.seed)"),
        ] + (normalization.map { [Fact("normalization", $0)] } ?? [])), .columns(plots),
    ]
    for group in EvaluationGroup.allCases {
      let members = rows.filter { $0.group == group } + overall.filter { $0.group == group && rows.count > 1 }
      guard !members.isEmpty else { continue }
      sections += [
        .heading(group.title),
        .table(table(members, caption: "\(scoreTitle), with 95 % intervals.") { $0.score }),
      ]
      if hasParts {
        sections.append(
          .table(table(members, caption: "Share of the queries whose whole output is right.") { $0.exact }))
      }
    }
    if !samples.isEmpty {
      sections.append(.heading("Tasks before and after"))
      sections += samples.map { .grids(Self.strip($0, steps: rows.first?.points.map(\.steps) ?? [])) }
    }
    return sections
  }

  /// The name of the score as a heading.
  public var scoreTitle: String {
    isAccuracy ? hasParts ? "Cells right" : "Accuracy" : score.prefix(1).uppercased() + score.dropFirst()
  }

  /// Whether outputs have parts, which may be right alone.
  public var hasParts: Bool { rows.contains { $0.points.contains { $0.exact != nil } } }

  /// Returns a plot of scores against steps, with a line for each row.
  public static func plot(
    _ title: String, _ rows: [Row], isAccuracy: Bool, _ value: (ScorePoint) -> Estimate?
  ) -> LinePlot {
    LinePlot(
      title: title, x: PlotAxis("adaptation steps", scale: .logarithmicFromZero),
      y: isAccuracy ? PlotAxis("accuracy", range: 0...1) : PlotAxis("error"),
      series: rows.map { row in
        LinePlot.Series(
          [row.group.rawValue, row.name == "all" ? "" : row.name, row.shots.map { "\($0) examples" } ?? ""]
            .filter { !$0.isEmpty }.joined(separator: ", "),
          points: row.points.compactMap { point in
            value(point).flatMap { e in
              guard e.mean.isFinite else { return nil }
              return .init(x: Double(point.steps), y: e.mean, interval: (e.mean - e.halfWidth)...(e.mean + e.halfWidth))
            }
          }, isDashed: row.group == .heldOut)
      })
  }

  private func table(_ rows: [Row], caption: String, _ value: (ScorePoint) -> Estimate?) -> Table {
    let steps = rows.first?.points.map { "\($0.steps) steps" } ?? []
    return Table(
      ["tasks", "examples"] + steps,
      cells: rows.map { row in
        [.text(row.name), .text(row.shots.map { "\($0)" } ?? "of the file")]
          + row.points.map { point in
            guard let e = value(point) else { return .text("–") }
            guard isAccuracy else { return .number(e.mean) }
            return .percent(e.mean, interval: (e.mean - e.halfWidth)...(e.mean + e.halfWidth))
          }
      }, caption: caption)
  }

  private static func strip(_ sample: Scores.Sample, steps: [Int]) -> GridStrip {
    func cells(_ rows: [[Int]]) -> [[UInt8]] { rows.map { $0.map { UInt8($0) } } }
    let truth = cells(sample.output.rows)
    let answers = zip(steps, sample.answers).map { step, answer in
      GridStrip.Grid("after \(step) steps", cells: cells(answer.rows), expected: truth)
    }
    return GridStrip(
      title: sample.name,
      grids: [.init("input", cells: cells(sample.input.rows)), .init("answer", cells: truth)] + answers)
  }
}
