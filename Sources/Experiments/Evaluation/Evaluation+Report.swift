public import MetaLearning
internal import Tasks
public import Reports

extension Evaluation {
  /// The sections of a report: curves, a table a group, and a few tasks before and after.
  public func sections(samples: [EvaluationScores.Sample] = []) -> [DocumentBlock] {
    var sections: [DocumentBlock] = [
      .facts([
        Fact("model", checkpoint), Fact("learner", learner),
        Fact("inner loop", "\(inner.rule.rawValue), rate \(inner.rate), \(inner.rates.rawValue) rates"),
        Fact("rules", plan.split.rawValue), Fact("episodes a family", "\(plan.episodes)"),
        Fact("seed", "\(plan.seed)"),
      ]),
      .columns([
        .plot(Self.plot("Cells right", overall, \.tokens)), .plot(Self.plot("Whole outputs right", overall, \.exact)),
      ]),
    ]
    for group in EvaluationGroup.allCases {
      let members = rows.filter { $0.group == group } + overall.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      sections += [
        .heading(group.title),
        .table(Self.table(members, \.tokens, caption: "Share of the answers' cells that are right, 95 % intervals.")),
        .table(Self.table(members, \.exact, caption: "Share of the queries whose whole output is right.")),
      ]
    }
    if !samples.isEmpty {
      sections.append(.heading("Tasks before and after"))
      sections += samples.map { .grids(Self.strip($0, steps: rows.first?.points.map(\.steps) ?? [])) }
    }
    return sections
  }

  /// The page.
  public func report(samples: [EvaluationScores.Sample] = []) -> Document {
    Document(title: "Evaluation", subtitle: checkpoint, blocks: sections(samples: samples))
  }

  /// Accuracy against steps, a line a row.
  public static func plot(_ title: String, _ rows: [Row], _ value: KeyPath<Point, Estimate>) -> LinePlot {
    LinePlot(
      title: title, x: PlotAxis("adaptation steps", scale: .logarithmicFromZero),
      y: PlotAxis("accuracy", range: 0...1),
      series: rows.map { row in
        LinePlot.Series(
          [row.group.rawValue, row.name == "all" ? "" : row.name, row.shots.map { "\($0) examples" } ?? ""]
            .filter { !$0.isEmpty }.joined(separator: ", "),
          points: row.points.map { point in
            let e = point[keyPath: value]
            return .init(x: Double(point.steps), y: e.mean, interval: (e.mean - e.halfWidth)...(e.mean + e.halfWidth))
          }, isDashed: row.group == .heldOut)
      })
  }

  private static func table(_ rows: [Row], _ value: KeyPath<Point, Estimate>, caption: String) -> Table {
    let steps = rows.first?.points.map { "\($0.steps) steps" } ?? []
    return Table(
      ["family", "examples"] + steps,
      cells: rows.map { row in
        [.text(row.name), .text(row.shots.map { "\($0)" } ?? "of the file")]
          + row.points.map { point in
            let e = point[keyPath: value]
            return .percent(e.mean, interval: (e.mean - e.halfWidth)...(e.mean + e.halfWidth))
          }
      }, caption: caption)
  }

  private static func strip(_ sample: EvaluationScores.Sample, steps: [Int]) -> GridStrip {
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
