import Foundation
import Scaling

/// Prints Gadre et al. 2024: loss and downstream error of models trained beyond compute-optimal, from five and six
/// small runs.
func printOverTraining(_ folder: URL) throws {
  let table = try DataTable(contentsOf: folder.appending(path: "gadre104.csv"))
  let dataset = try table.text("dataset")
  let selection = try table.select(["N", "D", "M", "flops", "loss_c4_val", "err_avg17"])
  let all = selection.columns
  let names = ["rpj", "c4_original", "rw_original"]
  var parameters: [[String]] = []
  var forecasts: [[String]] = []
  var verdicts: [[String]] = []
  for name in names {
    let rows = dataset.indices.filter { dataset[$0] == name }
    let runs = OverTrainedRuns(all.map { column in rows.map { column[$0] } })
    let small = runs.indices.filter { runs.isSmall($0) }
    let loss = try Fitter(objective: .squared).fit(OverTraining(), to: runs.losses(small))
    let linked = small + runs.indices.filter { runs.n[$0] > 1e9 && runs.n[$0] < 2e9 && runs.m[$0] == 20 }
    let error = try Fitter(objective: .squared).fit(ErrorLink(), to: runs.errors(linked))
    parameters.append(
      [name]
        + [
          (loss, "a", 3), (loss, "b", 3), (loss, "κ", 6), (loss, "E", 6), (error, "ε", 5), (error, "k", 4),
          (error, "γ", 5),
        ]
        .map { fit, key, places in fixed(fit[key] ?? .nan, places) })
    for run in runs.indices where runs.n[run] > 1e9 {
      let predicted = loss.predict(Point([runs.n[run], runs.m[run]]))
      let predictedError = error.predict(Point([predicted]))
      forecasts.append([
        name, fixed(runs.n[run] / 1e9, 2) + " B, " + fixed(runs.m[run], 0), fixed(predicted, 4),
        fixed(runs.loss[run], 4),
        inPercent(abs(predicted / runs.loss[run] - 1), 4), fixed(predictedError, 4), fixed(runs.error[run], 4),
        inPercent(abs(predictedError / runs.error[run] - 1), 4) + (linked.contains(run) ? " (in the link's fit)" : ""),
      ])
    }
    for (law, observations) in [
      (OverTraining() as any ScalingLaw, try runs.losses(Array(runs.indices))),
      (Chinchilla(), try runs.lossesByTokens()),
    ] {
      verdicts.append([name, law.name] + verdict(law, observations))
    }
  }
  printTable("Fits to the small runs", ["training data", "a", "b", "κ", "E", "ε", "k", "γ"], parameters)
  printTable(
    "Forecasts of all runs above a billion parameters",
    ["training data", "N, M", "loss", "measured", "off by", "17-task error", "measured", "off by"], forecasts)
  printTable(
    "All sizes of a training set, along compute, the largest factor of four held out",
    ["training data", "law", "runs", "R²", "answer", "held out", "off by (median)", "worst", "“as before”", "in 95 %"],
    verdicts)
}

private func verdict(_ law: any ScalingLaw, _ observations: Observations) -> [String] {
  let verdict = Verdict(observations, laws: [law], objective: .huber)
  guard let candidate = verdict.candidate, let last = candidate.horizons?.last else {
    return ["\(observations.count)", "–", verdict.reason, "–", "–", "–", "–", "–"]
  }
  return [
    "\(observations.count)", fixed(candidate.fit.rSquared, 4), verdict.answer.rawValue, "\(last.rows.count)",
    inPercent(last.relativeError), inPercent(last.worstError), inPercent(last.persistenceError),
    inPercent(last.coverage, 0),
  ]
}

/// The runs of one training set.
private struct OverTrainedRuns {
  let (n, d, m, compute, loss, error): ([Double], [Double], [Double], [Double], [Double], [Double])

  init(_ columns: [[Double]]) {
    (n, d, m, compute, loss, error) = (columns[0], columns[1], columns[2], columns[3], columns[4], columns[5])
  }

  var indices: Range<Int> { n.indices }

  /// Returns whether a run is one of four sizes at 20 tokens a parameter, or the smallest at 320.
  func isSmall(_ run: Int) -> Bool { n[run] < 1e9 && m[run] == 20 || n[run] < 2e7 && m[run] == 320 }

  func losses(_ runs: [Int]) throws -> Observations {
    try Observations(
      variables: [("N", runs.map { n[$0] }), ("M", runs.map { m[$0] })], target: ("loss", runs.map { loss[$0] }),
      scale: runs.map { compute[$0] })
  }

  func lossesByTokens() throws -> Observations {
    try Observations(variables: [("N", n), ("D", d)], target: ("loss", loss), scale: compute)
  }

  func errors(_ runs: [Int]) throws -> Observations {
    try Observations(variables: [("L", runs.map { loss[$0] })], target: ("error", runs.map { error[$0] }))
  }
}
