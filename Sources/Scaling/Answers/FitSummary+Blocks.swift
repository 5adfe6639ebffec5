public import Reports

extension FitSummary {
  /// The blocks that people read, in order.
  public var blocks: [DocumentBlock] {
    [.facts([Fact("law", "\(law): \(formula)")])] + data.blocks + [.table(table), .text(quality)]
      + warnings.map { .warning($0) }
      + (regimes.isEmpty
        ? [] : [.heading("Regime"), .facts(regimes.map { Fact($0.exponent, $0.finding) })])
      + objectivesBlocks + influenceBlocks + repeatsBlocks
  }

  var table: Table {
    let level = "\(figures(100 * data.level)) %"
    let rows = (parameters + derived).map { quantity in
      [
        quantity.name, quantity.isAtLimit ? "0 (at its limit)" : figures(quantity.value),
        figures(quantity.bootstrap), figures(quantity.profile),
      ]
    }
    return Table(["parameter", "estimate", "\(level), runs redrawn", "\(level), profile"], numeric: 1..., rows: rows)
  }

  private var quality: String {
    [
      "R² \(figures(rSquared, 5))", "relative error \(perCent(relativeError))",
      "\(data.objective) loss \(figures(loss))",
      "\(agreeingStarts) of \(triedStarts) starts agree",
    ].joined(separator: " · ")
  }

  private func variants(_ first: String, _ variants: [Variant]) -> Table {
    Table(
      [first] + parameters.map(\.name), numeric: 1...,
      rows: variants.map { [$0.name] + $0.parameters.map { figures($0) } })
  }

  private var objectivesBlocks: [DocumentBlock] {
    guard objectives.count > 1 else { return [] }
    var table = variants("objective", objectives)
    table.rows.append((["largest / smallest − 1"] + spreads.map(perCent)).map { .text($0) })
    return [.heading("The same law under other objectives"), .table(table)]
  }

  private var influenceBlocks: [DocumentBlock] {
    guard !withoutRuns.isEmpty || !withoutWorst.isEmpty else { return [] }
    let all = Variant(name: "all rows", lines: [], parameters: parameters.map(\.value))
    let worst = withoutWorst.last.map {
      "The worst rows, largest residual first: \($0.lines.map(String.init).joined(separator: ", "))."
    }
    return [
      .heading("Influence: the fit without single runs, and without its worst rows"),
      .table(variants("fit", [all] + withoutRuns + withoutWorst)),
    ] + (worst.map { [.text($0)] } ?? [])
  }

  private var repeatsBlocks: [DocumentBlock] {
    guard let repeats else { return [] }
    let isLogarithmic = data.objective != "\(Objective.squared)"
    let noise = isLogarithmic ? perCent(repeats.noise) : figures(repeats.noise)
    let lack =
      repeats.lackOfFit.isNaN
      ? "" : "; lack of fit F = \(figures(repeats.lackOfFit, 3)) (1: the law misses no more than repeats differ)"
    return [
      .heading("Repeats"),
      .text("\(repeats.rows) rows at \(counted(repeats.places, "place")) measured again differ by \(noise)\(lack)."),
    ]
  }
}
