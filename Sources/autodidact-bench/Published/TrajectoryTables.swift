import Foundation
import Scaling

/// Prints Choshen et al. 2024: the largest model of each family forecast from the smaller ones and from its own
/// beginning, and every training from its own first half.
func printTrajectories(_ folder: URL) throws {
  let families = try TrajectoryReader(folder: folder).families()
  printTable(
    "What is there", ["family", "trainings", "sizes", "rows", "tokens (or examples) at the end", "last losses"],
    families.map { family in
      let (ends, finals) = (family.trajectories.map(\.end), family.trajectories.map(\.finalLoss))
      return [
        family.name, "\(family.trajectories.count)",
        family.sizes.isEmpty ? "not said" : family.sizes.map { String(format: "%.3g", $0) }.joined(separator: ", "),
        "\(family.trajectories.reduce(0) { $0 + $1.tokens.count })", range(ends, "%.3g"), range(finals, "%.3f"),
      ]
    })
  var rows: [[String]] = []
  var all: [(use: TrajectoryUse, law: String, forecast: TrajectoryForecast)] = []
  for family in families where family.sizes.count > 1 {
    for use in TrajectoryUse.allCases {
      for (law, count, result) in family.forecasts(use) {
        switch result {
        case .success(let forecast):
          all.append((use, law, forecast))
          rows.append([family.name, use.rawValue, law, "\(count)"] + forecast.cells)
        case .failure(let refusal):
          rows.append([family.name, use.rawValue, law, "refused: \(refusal.reason)", "", "", "", ""])
        }
      }
    }
  }
  printTable(
    "The largest model's last loss and last quarter",
    [
      "family", "from", "law", "rows", "last loss off by", "last quarter (median)", "last loss “as before”",
      "last quarter “as before”",
    ],
    rows)
  printSummary(all)
  printOwnHalves(families)
}

private func printSummary(_ all: [(use: TrajectoryUse, law: String, forecast: TrajectoryForecast)]) {
  var rows: [[String]] = []
  for use in TrajectoryUse.allCases {
    let forecasts = all.filter { $0.use == use }
    for law in ["power", "kaplan", "chinchilla", "broken1"] {
      let own = forecasts.filter { $0.law == law }.map(\.forecast)
      guard !own.isEmpty else { continue }
      rows.append(
        [use.rawValue, law, "\(own.count)", "\(own.filter { $0.final < $0.finalAsBefore }.count)"]
          + [median(own.map(\.final)), own.map(\.final).max() ?? .nan, median(own.map(\.finalAsBefore))].map {
            inPercent($0)
          })
    }
  }
  printTable(
    "Over the families: the largest model's last loss",
    ["from", "law", "families", "better than “as before”", "off by (median)", "worst", "“as before” (median)"], rows)
}

/// Prints the forecasts of every training, of whatever size, from its own first half.
private func printOwnHalves(_ families: [TrajectoryFamily]) {
  var rows: [[String]] = []
  for family in families {
    for law in [PowerLaw(["D"]) as any ScalingLaw, BrokenPowerLaw(breaks: 1, "D")] {
      var refusals: [String] = []
      let forecasts = family.trajectories.compactMap { run -> TrajectoryForecast? in
        var early = TrajectoryRows()
        early.add(run, run.early)
        do {
          return try forecast(law, early, run, before: early.losses.last ?? .nan)
        } catch {
          refusals.append("\(error)")
          return nil
        }
      }
      rows.append(
        [
          family.name, law.name, "\(forecasts.count) of \(family.trajectories.count)",
          "\(forecasts.filter { $0.final < $0.finalAsBefore }.count)",
          inPercent(median(forecasts.map(\.final))), inPercent(forecasts.map(\.final).max() ?? .nan),
          inPercent(median(forecasts.map(\.finalAsBefore))),
          Set(refusals).sorted().joined(separator: "; "),
        ])
    }
  }
  printTable(
    "Every training from its own first half: the last loss",
    [
      "family", "law", "trainings", "better than “as before”", "off by (median)", "worst", "“as before” (median)",
      "refused",
    ], rows)
}

private func range(_ values: [Double], _ format: String) -> String {
  let (low, high) = (values.min() ?? .nan, values.max() ?? .nan)
  return String(format: format, low) + (low == high ? "" : " to " + String(format: format, high))
}
