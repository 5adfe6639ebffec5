import Foundation

/// Measurements: rows of variables, a target, a weight, the run of each row, and its scale.
///
/// Runs, not rows, are what a bootstrap draws: the checkpoints of one training are not independent of each other.
public struct Observations: Sendable {
  /// The names of the variables' columns, in the order of `Point`.
  public let variables: [String]
  /// The name of the measured column.
  public let target: String
  /// The point of each row.
  public let points: [Point]
  /// The measured numbers.
  public let y: [Double]
  /// The weight of each row, 1 unless set.
  public let weights: [Double]
  /// The scale of each row's experiment, along which forecasts go: the product of the variables unless set. Scales
  /// within a hundredth of a smaller one count as that one: a budget, computed from rounded columns, is one scale.
  public let scale: [Double]
  /// The number of runs; `Point.run` counts from 0 to it.
  public let runCount: Int

  /// Creates rows from columns.
  ///
  /// `runs` holds the name of each row's run, or `nil` if each row is a run of its own. `scale` holds the scale of each row's
  /// experiment (compute, say), or `nil` for the product of the variables.
  public init(
    variables: [(name: String, values: [Double])], target: (name: String, values: [Double]), weights: [Double]? = nil,
    runs: [String]? = nil, scale: [Double]? = nil
  ) throws(ScalingError) {
    let count = target.values.count
    guard count > 0 else { throw .empty }
    guard variables.count <= Point.capacity else { throw .tooManyVariables(count: variables.count) }
    let columns =
      variables + [target]
      + [("weight", weights), ("scale", scale)].compactMap { name, values in
        values.map { (name, $0) }
      }
    for column in columns {
      guard column.values.count == count else {
        throw .ragged(column: column.name, rows: column.values.count, expected: count)
      }
      if let row = column.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: column.name, row: row + 1, value: column.values[row])
      }
    }
    if let runs, runs.count != count { throw .ragged(column: "run", rows: runs.count, expected: count) }
    if let weights, let row = weights.firstIndex(where: { $0 < 0 }) {
      throw .negativeWeight(row: row + 1, value: weights[row])
    }
    var numbers: [String: Int] = [:]
    let run = runs?.map { name in
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
    self.variables = variables.map(\.name)
    self.target = target.name
    points = (0..<count).map { row in Point(variables.map { $0.values[row] }, run: run?[row] ?? row) }
    y = target.values
    self.weights = weights ?? Array(repeating: 1, count: count)
    self.scale = Self.grouped(scale ?? (0..<count).map { row in variables.reduce(1) { $0 * $1.values[row] } })
    runCount = runs == nil ? count : numbers.count
  }

  private init(_ all: Observations, rows: [Int]) {
    variables = all.variables
    target = all.target
    points = rows.map { all.points[$0] }
    y = rows.map { all.y[$0] }
    weights = rows.map { all.weights[$0] }
    scale = rows.map { all.scale[$0] }
    runCount = all.runCount
  }

  private static func grouped(_ scales: [Double]) -> [Double] {
    var result = scales
    var first = -Double.infinity
    for row in scales.indices.sorted(by: { scales[$0] < scales[$1] }) {
      if first > 0, scales[row] <= 1.01 * first { result[row] = first } else { first = scales[row] }
    }
    return result
  }

  /// The number of rows.
  public var count: Int { y.count }

  /// Returns these rows; runs keep their numbers.
  public func rows(_ indices: [Int]) -> Observations { Observations(self, rows: indices) }

  /// Returns the rows whose index satisfies a condition.
  public func rows(where isKept: (Int) -> Bool) -> Observations { rows((0..<count).filter(isKept)) }

  /// Returns the values of a variable.
  public func column(_ index: Int) -> [Double] { points.map { $0[index] } }

  /// The indices of the rows of each run that has any, in the order of runs.
  var rowsByRun: [[Int]] {
    var rows = Array(repeating: [Int](), count: runCount)
    for (row, point) in points.enumerated() { rows[point.run].append(row) }
    return rows.filter { !$0.isEmpty }
  }

  /// Returns a key that two rows share if they were measured at the same point.
  func place(_ row: Int) -> [Double] { variables.indices.map { points[row][$0] } }

  /// The number of distinct points.
  public var distinctPlaces: Int { Set((0..<count).map(place)).count }

  /// The number of rows that are exact copies of an earlier one: same point, same run where runs are named, same
  /// target.
  public var duplicateCount: Int {
    count - Set((0..<count).map { place($0) + [y[$0]] + (runCount < count ? [Double(points[$0].run)] : []) }).count
  }
}
