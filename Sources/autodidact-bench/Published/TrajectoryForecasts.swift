import Foundation
import Scaling

/// The data from which the largest model of a family is forecast.
enum TrajectoryUse: String, CaseIterable {
  case finals = "last losses of the smaller"
  case checkpoints = "all checkpoints of the smaller"
  case firstHalf = "those and its own first half"
  case own = "its own first half alone"
}

extension TrajectoryFamily {
  /// Returns the forecasts of the largest model, or of the mean of several, by each law that reads the data; with the
  /// number of rows that were fitted, or the reason why there is none.
  func forecasts(_ use: TrajectoryUse) -> [(law: String, rows: Int, result: Result<TrajectoryForecast, Refusal>)] {
    let sizes = sizes
    guard let largest = sizes.last else { return [] }
    let targets = trajectories.filter { $0.size == largest }
    let smaller = trajectories.filter { $0.size != largest }
    let laws: [(law: any ScalingLaw, sizesNeeded: Int)] =
      switch use {
      case .finals: [(PowerLaw(["N"]), 3), (Kaplan(), 2), (Chinchilla(), 3)]
      case .checkpoints: [(Kaplan(), 2), (Chinchilla(), 3)]
      // Its own rows show the loss at its size: no extrapolation in size is left.
      case .firstHalf: [(Kaplan(), 1), (Chinchilla(), 1)]
      case .own: [(PowerLaw(["D"]), 0), (BrokenPowerLaw(breaks: 1, "D"), 0)]
      }
    return laws.map { law, sizesNeeded in
      var count = 0
      let result = Result<TrajectoryForecast, Refusal> {
        guard sizes.count > 1 || use == .own else { throw Refusal("one size: no smaller model") }
        guard sizes.count - 1 >= sizesNeeded else {
          throw Refusal(
            "\(sizes.count - 1) smaller size\(sizes.count == 2 ? "" : "s"); to go beyond them it needs \(sizesNeeded)")
        }
        return try TrajectoryForecast(
          mean: targets.map { target in
            let rows = rows(use, smaller, target)
            count = rows.losses.count
            return try forecast(law, rows, target, before: before(use, smaller, target))
          })
      } refusing: {
        Refusal("\($0)")
      }
      return (law.name, count, result)
    }
  }

  /// Returns the persistence baseline: the next smaller model's last loss, or the target's own last loss that was seen.
  private func before(_ use: TrajectoryUse, _ smaller: [Trajectory], _ target: Trajectory) -> Double {
    if use == .firstHalf || use == .own, let last = target.early.last { return target.losses[last] }
    let next = smaller.compactMap(\.size).max()
    let values = smaller.filter { $0.size == next }.map(\.finalLoss)
    return values.reduce(0, +) / Double(values.count)
  }

  private func rows(_ use: TrajectoryUse, _ smaller: [Trajectory], _ target: Trajectory) -> TrajectoryRows {
    var rows = TrajectoryRows()
    if use == .finals { for run in smaller { rows.add(run, [run.tokens.count - 1]) } }
    if use == .checkpoints || use == .firstHalf { for run in smaller { rows.add(run, run.checkpoints) } }
    if use == .firstHalf || use == .own { rows.add(target, target.early) }
    return rows
  }
}

/// Returns a law's forecast of a training, fitted to rows.
func forecast(
  _ law: any ScalingLaw, _ rows: TrajectoryRows, _ target: Trajectory, before: Double
) throws -> TrajectoryForecast {
  let columns = ["N": rows.sizes, "D": rows.tokens]
  let names = law.variables.map { $0.name == "N" ? "N" : "D" }
  let fit = try Fitter(objective: .huber).fit(
    law,
    to: Observations(
      variables: names.map { ($0, columns[$0] ?? []) }, target: ("loss", rows.losses), runs: rows.runs))
  return TrajectoryForecast(target, before: before) { tokens in
    fit.predict(Point(names.map { $0 == "N" ? target.size ?? .nan : tokens }))
  }
}

/// The rows of several trainings.
struct TrajectoryRows {
  var (sizes, tokens, losses, runs): ([Double], [Double], [Double], [String]) = ([], [], [], [])

  mutating func add(_ run: Trajectory, _ indices: [Int]) {
    sizes += indices.map { _ in run.size ?? 1 }
    tokens += indices.map { run.tokens[$0] }
    losses += indices.map { run.losses[$0] }
    runs += indices.map { _ in run.name }
  }
}

/// The reason why there is no forecast.
struct Refusal: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

extension Result where Failure == Refusal {
  init(_ body: () throws -> Success, refusing refuse: (any Error) -> Refusal) {
    do { self = .success(try body()) } catch let error as Refusal { self = .failure(error) } catch {
      self = .failure(refuse(error))
    }
  }
}
