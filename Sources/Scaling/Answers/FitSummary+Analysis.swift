internal import Reports
internal import Foundation

extension FitSummary {
  init(_ fit: Fit, _ bootstrap: Bootstrap, _ analysis: ScalingAnalysis) {
    let isFull = fit.observations.count <= FittedLaw.fullyAnalysed
    let names = fit.law.parameters.map(\.name)
    let profile = isFull ? Profile(fit).intervals(level: analysis.level) : names.map { _ in nil }
    let intervals = bootstrap.intervals(level: analysis.level)
    let values = fit.parameters
    parameters = names.indices.map { index in
      let isAtLimit = fit.isAtLimit(index)
      return Quantity(
        name: names[index], value: isAtLimit ? 0 : values[index], isAtLimit: isAtLimit,
        bootstrap: intervals[index], profile: profile[index])
    }
    derived = fit.law.derived(values).enumerated().map { index, quantity in
      Quantity(
        name: quantity.name, value: quantity.value, isAtLimit: false,
        bootstrap: bootstrap.interval(level: analysis.level) { fit.law.derived($0)[index].value }, profile: nil)
    }
    (data, law, formula) = (analysis.facts, fit.law.name, fit.law.formula)
    (rSquared, relativeError, loss) = (fit.rSquared, fit.relativeError, fit.loss)
    (agreeingStarts, triedStarts) = (fit.agreeingStarts, fit.triedStarts)
    // The theory is of a loss against parameters or data, each alone; other exponents tell nothing about dimensions.
    let isOfTheory = ["power", "chinchilla"].contains(fit.law.name)
    // An exponent whose coefficient is zero has no meaning.
    let idle = Set(parameters.filter(\.isAtLimit).map { $0.name.replacing("A", with: "α").replacing("B", with: "β") })
    let exponents = parameters.filter { ($0.name.hasPrefix("α") || $0.name.hasPrefix("β")) && !idle.contains($0.name) }
    regimes = exponents.filter { _ in isOfTheory }.map { exponent in
      Diagnosis(
        exponent: exponent.name, finding: Self.words(Regime(exponent: exponent.value, interval: exponent.bootstrap)))
    }
    let sensitivity = isFull ? Sensitivity(fit.law, to: fit.observations) : nil
    objectives = sensitivity?.fits.map { Variant(name: "\($0.objective)", lines: [], parameters: $0.parameters) } ?? []
    spreads = sensitivity.map { all in names.indices.map { all.spread($0) } } ?? []
    let influence = isFull ? Influence(fit, mostRuns: max(20, min(500, 100_000 / fit.observations.count))) : nil
    func lines(_ rows: [Int]) -> [Int] { rows.map { analysis.lines[$0] } }
    withoutRuns =
      influence?.runs.prefix(3).map { omission in
        let lines = lines(omission.rows)
        return Variant(name: "without \(linesText(lines))", lines: lines, parameters: omission.parameters)
      } ?? []
    withoutWorst =
      influence?.worst.map { omission in
        let lines = lines(omission.rows)
        return Variant(name: "without the worst \(lines.count)", lines: lines, parameters: omission.parameters)
      } ?? []
    repeats = isFull ? Repeats(fit) : nil
    warnings = Self.warnings(fit, bootstrap, isFull: isFull)
  }

  private static func words(_ regime: Regime) -> String {
    switch regime {
    case .varianceLimited: "variance-limited: 1, as far as one can tell; noise averages out"
    case .resolutionLimited(let dimensions):
      "below 1: if limited by resolution, what is learned has between \(figures(dimensions.lowerBound, 2)) and "
        + "\(figures(dimensions.upperBound, 2)) dimensions"
    case .fasterThanEither: "above 1: faster than noise averages out, so neither regime"
    case .undetermined: "undetermined: the interval is too wide to tell"
    }
  }

  private static func warnings(_ fit: Fit, _ bootstrap: Bootstrap, isFull: Bool) -> [String] {
    var warnings: [String] = []
    if !fit.follows {
      warnings.append(
        "the law cannot follow these data: it explains \(perCent(max(fit.rSquared, 0))) of their variance, and "
          + "\(perCent(Fit.leastRSquared)) is the least"
          + (fit.follower().map { "; --law \($0) follows them" } ?? "; 'scale compare' shows what other laws do"))
    }
    let open = fit.dependentParameters
    if !open.isEmpty {
      warnings.append(
        "\(open.joined(separator: ", ")) can be changed together, and the law stays the same at these places: they are not "
          + "determined")
    }
    if fit.agreeingStarts == 1, fit.triedStarts > 1 {
      warnings.append(
        "only one of \(fit.triedStarts) starts ended at this loss; another minimum may lie lower, or the law has more "
          + "parameters than these rows determine")
    }
    if bootstrap.degreesOfFreedom <= 0 {
      warnings.append("no more runs than parameters: redrawn runs can give no interval")
    }
    if bootstrap.redraws > bootstrap.replicates.count / 10 {
      warnings.append(
        "\(bootstrap.redraws) bootstrap draws held too few different places and were drawn again; the intervals are "
          + "narrower than they should be")
    }
    if !isFull {
      warnings.append(
        "more than \(FittedLaw.fullyAnalysed) rows: profiles, influence, repeats and the other objectives are left out")
    }
    return warnings
  }
}
