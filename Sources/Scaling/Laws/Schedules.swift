import Foundation

/// The learning rates of each run, step by step, from rows that were logged now and then.
///
/// Between logged steps the rate is a straight line, but a fall of more than a fifth is a jump at the later step; before
/// the first logged step of all runs, warm-up counts as a share of the first rate: a half where it rose from zero in a line.
/// Its rise is a fall below zero.
struct Schedules: Sendable {
  /// One run's rates at the steps that were logged, in order of steps.
  struct Schedule: Sendable {
    var steps: [Double] = []
    var rates: [Double] = []
    /// S₁ = Σ η up to each step, by trapezoids.
    var sums: [Double] = []
    /// The falls of the rate, one for each interval in which it changed.
    var falls: [Fall] = []
    /// Tissue's S₂ at each step, when a decay was given.
    var annealing: [Double] = []
  }

  /// A change of the rate between two logged steps, placed in the middle of them, or at the end where it is a jump.
  struct Fall: Sendable {
    /// The index of the later step among the logged ones.
    let index: Int
    /// η before less η after.
    let drop: Double
    /// ln η at the fall.
    let logRate: Double
    /// S₁ at the fall.
    let sum: Double

    /// Returns the fall with more summed before it.
    func later(by before: Double) -> Fall { Fall(index: index, drop: drop, logRate: logRate, sum: sum + before) }
  }

  let runs: [Schedule]

  /// Creates the schedules of runs whose points are (step, rate).
  init(_ observations: Observations, law: String, warmUpShare: Double, decay: Double? = nil) throws(ScalingError) {
    guard observations.runCount < observations.count else { throw .needsRuns(law: law) }
    var runs = Array(repeating: Schedule(), count: observations.runCount)
    var rows = Array(repeating: [(step: Double, rate: Double)](), count: observations.runCount)
    for point in observations.points { rows[point.run].append((point[0], point[1])) }
    let warmUp = observations.points.map { $0[0] }.min() ?? 0
    for (run, logged) in rows.enumerated() where !logged.isEmpty {
      let sorted = logged.sorted { $0.step < $1.step }
      var schedule = Schedule()
      if sorted[0].step > warmUp { schedule.append(step: warmUp, rate: sorted[0].rate) }
      for row in sorted where row.step > schedule.steps.last ?? -1 { schedule.append(step: row.step, rate: row.rate) }
      let before = warmUpShare * warmUp * schedule.rates[0]
      schedule.sums = schedule.sums.map { $0 + before }
      schedule.falls = Self.rise(to: schedule.rates[0], sum: before) + schedule.falls.map { $0.later(by: before) }
      if let decay { schedule.annealing = schedule.annealingAreas(decay: decay) }
      runs[run] = schedule
    }
    self.runs = runs
  }

  /// Throws if a row comes before anything was summed: a power of zero has no value.
  func check(_ observations: Observations, law: String) throws(ScalingError) {
    for (row, point) in observations.points.enumerated() where runs[point.run].sum(at: point[0]) <= 0 {
      throw .notPositive(law: law, column: "the summed rate", row: row + 1, value: 0)
    }
  }

  /// Returns the falls below zero of a linear warm-up from zero to a rate, in a few equal parts; the rate sums up to
  /// `sum` along it.
  private static func rise(to rate: Double, sum: Double, parts: Int = 8) -> [Fall] {
    guard sum > 0 else { return [] }
    return (0..<parts).map { part in
      let share = (Double(part) + 0.5) / Double(parts)
      return Fall(index: 0, drop: -rate / Double(parts), logRate: log(share * rate), sum: share * share * sum)
    }
  }
}

extension Schedules.Schedule {
  fileprivate mutating func append(step: Double, rate: Double) {
    guard let before = rates.last, let start = steps.last, let sum = sums.last else {
      (steps, rates, sums) = ([step], [rate], [0])
      return
    }
    let isJump = abs(before - rate) > 0.2 * max(before, rate)
    let middle = 0.5 * (before + rate)
    sums.append(sum + (isJump ? before : middle) * (step - start))
    if rate != before, rate > 0 {
      falls.append(
        Schedules.Fall(
          index: steps.count, drop: before - rate, logRate: log(isJump ? rate : middle),
          sum: isJump ? sums[sums.count - 1] : sum + 0.5 * middle * (step - start)))
    }
    steps.append(step)
    rates.append(rate)
  }

  /// Returns S₂(s) = Σᵢ≤s mᵢ with mᵢ = λ mᵢ₋₁ + (ηᵢ₋₁ − ηᵢ), the rate falling by equal parts between logged steps.
  ///
  /// Over n steps with a fall of g a step: m ← λⁿ m + g (1 − λⁿ)/(1 − λ), and the sum of m follows in closed form.
  fileprivate func annealingAreas(decay: Double) -> [Double] {
    var (momentum, area) = (0.0, 0.0)
    var areas = [0.0]
    for index in steps.indices.dropFirst() {
      let count = steps[index] - steps[index - 1]
      let fall = (rates[index - 1] - rates[index]) / count
      let power = pow(decay, count)
      let limit = fall / (1 - decay)
      // mᵢ = limit + λⁱ (m₀ − limit) for i = 1…n, summed.
      area += limit * count + (momentum - limit) * decay * (1 - power) / (1 - decay)
      momentum = limit + power * (momentum - limit)
      areas.append(area)
    }
    return areas
  }

  /// Returns S₁ at a logged step.
  func sum(at step: Double) -> Double { sums[index(of: step)] }

  /// Returns the index of a step among the logged ones.
  func index(of step: Double) -> Int {
    var (low, high) = (0, steps.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] < step { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
