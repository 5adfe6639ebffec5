import Foundation
import Scaling

/// Prints Tissue et al. 2024 and Luo et al. 2025: six learning-rate schedules forecast from the curves of three others.
func printSchedules(_ folder: URL) throws {
  var laws: [[String]] = []
  var parameters: [[String]] = []
  var exponents: [[String]] = []
  for size in ["25", "100", "400"] {
    let curves = try ScheduleCurves(folder.appending(path: "mpl_curves/csv_\(size)"))
    let rows: [(String, any ScalingLaw)] = [
      ("annealing", Annealing()), ("annealing, warm-up counts in full", Annealing(warmUpShare: 1)),
      ("multiPower", MultiPower()), ("multiPower, β = 2 and γ = ½ held", try held(beta: 2, gamma: 0.5)),
    ]
    for (name, law) in rows {
      let law = try law.prepared(for: curves.all)
      let fit = try Fitter(objective: .huber).fit(law, to: curves.training())
      let score = curves.score(fit.predict)
      laws.append(
        ["\(size) M", name] + score.cells
          + [
            scientific(fit.loss), "\(fit.agreeingStarts) of \(fit.triedStarts)",
            inPercent(curves.bias(on: "cosine_72000", fit.predict)),
          ])
      if name == "multiPower" {
        parameters.append(["\(size) M", "ours, free"] + fit.parameters.map(figures) + [scientific(fit.loss)])
      }
    }
    let law = try MultiPower().prepared(for: curves.all)
    let known = published[size] ?? []
    func predict(_ x: Point) -> Double { law.value(at: x, known) }
    let loss = huberLoss(curves.training(), predict)
    laws.append(
      ["\(size) M", "multiPower, published parameters"] + curves.score(predict).cells
        + [scientific(loss), "–", inPercent(curves.bias(on: "cosine_72000", predict))])
    parameters.append(["\(size) M", "published"] + known.map(figures) + [scientific(loss)])
    exponents += try exponentRows(size, curves)
  }
  printTable(
    "Six schedules forecast from three",
    [
      "model", "law", "R²", "MAE", "RMSE", "worst point", "training loss", "starts that agree",
      "cosine of 72,000 steps: forecast − measured",
    ], laws)
  printTable(
    "Parameters of the multi-power law", ["model", "", "L₀", "A", "α", "B", "C", "β", "γ", "training loss"], parameters)
  printTable(
    "Can β and γ be chosen from the three curves? Fitted up to step 12,000, judged on their later steps",
    ["model", "β, γ", "later steps, off by (median)", "training loss, all steps", "six schedules, R²"], exponents)
}

/// Returns the rows of the five choices of (β, γ) on a grid that do best on the later steps of the training curves, and
/// of the free fit.
private func exponentRows(_ size: String, _ curves: ScheduleCurves) throws -> [[String]] {
  let grid: [(beta: Double, gamma: Double)] = [0.3, 0.5, 1, 2, 4].flatMap { beta in
    [0.25, 0.5, 0.75, 1].map { (beta, $0) }
  }
  let choices: [(String, any ScalingLaw)] =
    [("free", MultiPower())]
    + (try grid.map { ("\(short($0.beta)), \(short($0.gamma))", try held(beta: $0.beta, gamma: $0.gamma)) })
  let rows = try choices.map { name, law in
    let law = try law.prepared(for: curves.all)
    let early = try Fitter(objective: .huber).fit(law, to: curves.training(to: 12_000))
    let whole = try Fitter(objective: .huber).fit(law, to: curves.training())
    return (name, curves.lateError(after: 12_000, early.predict), whole.loss, curves.score(whole.predict).rSquared)
  }
  let grids = rows.dropFirst().sorted { $0.1 < $1.1 }
  let shown = grids.prefix(3) + grids.dropFirst(3).filter { $0.0 == "2, 0.5" }
  return ([rows[0]] + shown).map { name, late, loss, rSquared in
    let place = grids.firstIndex { $0.0 == name }.map { " (\($0 + 1). of \(grids.count))" } ?? ""
    return ["\(size) M", name + place, inPercent(late, 3), scientific(loss), fixed(rSquared, 4)]
  }
}

private func held(beta: Double, gamma: Double) throws -> PinnedLaw {
  try PinnedLaw(MultiPower(), ["β": beta, "γ": gamma])
}

/// The parameters L₀, A, α, B, C, β, γ in the table of the authors' repository (thu-yao-01-luo/MultiPowerLaw).
private let published = [
  "25": [3.040, 0.525, 0.508, 363.788, 2.066, 0.583, 0.641],
  "100": [2.651, 0.601, 0.453, 437.946, 2.132, 0.598, 0.655],
  "400": [2.375, 0.654, 0.429, 523.425, 2.025, 0.594, 0.635],
]

/// Returns the objective of a fit, for parameters that came from elsewhere.
private func huberLoss(_ rows: Observations, _ predict: (Point) -> Double) -> Double {
  zip(rows.points, rows.y).reduce(0) { sum, row in
    let size = abs(log(predict(row.0) / row.1))
    return sum + (size <= 1e-3 ? 0.5 * size * size : 1e-3 * (size - 0.5e-3))
  }
}

private func scientific(_ value: Double) -> String { String(format: "%.6f", value) }
private func figures(_ value: Double) -> String { String(format: "%.4g", value) }
private func short(_ value: Double) -> String { String(format: "%g", value) }
