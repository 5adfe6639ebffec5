internal import Scaling

extension FitSummary {
  /// What people read, in order.
  public var parts: [ScalePart] {
    [.facts([ReportFact("law", "\(law): \(formula)")])] + data.parts + [.table(table), .text(quality)]
      + warnings.map { .warning($0) }
      + (regimes.isEmpty
        ? [] : [.heading("Regime"), .facts(regimes.map { ReportFact($0.exponent, $0.finding) })])
      + objectivesParts + influenceParts + repeatsParts
  }

  var table: ScaleTable {
    let level = "\(figures(100 * data.level)) %"
    let rows = (parameters + derived).map { quantity in
      [
        quantity.name, quantity.isAtLimit ? "0 (at its limit)" : figures(quantity.value),
        figures(quantity.bootstrap), figures(quantity.profile),
      ]
    }
    return ScaleTable(["parameter", "estimate", "\(level), runs redrawn", "\(level), profile"], rows: rows)
  }

  private var quality: String {
    [
      "R² \(figures(rSquared, 5))", "relative error \(perCent(relativeError))",
      "\(data.objective) loss \(figures(loss))",
      "\(agreeingStarts) of \(triedStarts) starts agree",
    ].joined(separator: " · ")
  }

  private func variants(_ first: String, _ variants: [Variant]) -> ScaleTable {
    ScaleTable(
      [first] + parameters.map(\.name), rows: variants.map { [$0.name] + $0.parameters.map { figures($0) } })
  }

  private var objectivesParts: [ScalePart] {
    guard objectives.count > 1 else { return [] }
    var table = variants("objective", objectives)
    table.rows.append(["largest / smallest − 1"] + spreads.map(perCent))
    return [.heading("The same law under other objectives"), .table(table)]
  }

  private var influenceParts: [ScalePart] {
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

  private var repeatsParts: [ScalePart] {
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
