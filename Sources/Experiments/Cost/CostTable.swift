internal import Foundation
internal import Tensors

/// The time and memory of every method at every setting of a plan.
public struct CostTable: Codable, Sendable {
  /// The cost of one method at one setting.
  public struct Row: Hashable, Codable, Sendable {
    /// The setting.
    public let setting: CostSetting
    /// The number of parameters of the network there.
    public let parameters: Int
    /// The method: "sgd", "maml, recomputing".
    public let method: String
    /// The seconds of an outer step by the clock: the median over the rounds.
    public let seconds: Double
    /// The seconds that the processor worked: the median over the rounds.
    public let processorSeconds: Double
    /// The ratio of its processor time to that of SGD in the same round: the median over the rounds.
    public let timeRatio: Double
    /// The peak of the bytes of tensors, beyond those before.
    public let bytes: Int
    /// The ratio of its bytes to those of SGD.
    public let byteRatio: Double
  }

  /// The plan.
  public let plan: CostPlan
  /// The rows: settings by methods, in order.
  public let rows: [Row]
  /// The number of runnable programs in the minute before, and in the last minute of the measurement.
  public let load: [Double]

  /// Measures a plan; `progress` is called with the number of settings done.
  ///
  /// All methods take turns within a round, so that other work of the machine affects all alike.
  /// - Throws: `UnsupportedLearner` if a learner does not work on the network.
  public init(measuring plan: CostPlan, progress: (Int) -> Void = { _ in }) throws {
    self.plan = plan
    let before = Self.currentLoad
    var rows: [Row] = []
    for (index, setting) in plan.settings.enumerated() {
      let (parameters, steps) = try plan.outerSteps(at: setting)
      let bytes = steps.map { step in Memory.peakBytes { step() }.bytes }
      let rounds = (0..<plan.repeats).map { _ in steps.map(Self.timed) }
      for (column, method) in plan.methods.enumerated() {
        let times = rounds.map { $0[column] }
        rows.append(
          Row(
            setting: setting, parameters: parameters, method: method.name, seconds: median(times.map(\.wall)),
            processorSeconds: median(times.map(\.processor)),
            timeRatio: median(rounds.map { $0[column].processor / $0[0].processor }), bytes: bytes[column],
            byteRatio: Double(bytes[column]) / Double(bytes[0])))
      }
      progress(index + 1)
    }
    self.rows = rows
    load = [before, Self.currentLoad]
  }

  /// Creates a table of known numbers.
  init(plan: CostPlan, rows: [Row], load: [Double] = []) { (self.plan, self.rows, self.load) = (plan, rows, load) }

  /// Returns the rows of a method along an axis, ascending.
  public func rows(of method: String, along axis: CostAxis) -> [Row] {
    plan.settings(along: axis).compactMap { setting in rows.first { $0.setting == setting && $0.method == method } }
  }

  /// Returns the cost of a method at a setting, or `nil` if it was not measured.
  public func row(of method: String, at setting: CostSetting) -> Row? {
    rows.first { $0.setting == setting && $0.method == method }
  }

  private static func timed(_ step: () -> Void) -> (wall: Double, processor: Double) {
    let start = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
    step()
    return (now(CLOCK_MONOTONIC) - start.0, now(CLOCK_PROCESS_CPUTIME_ID) - start.1)
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static var currentLoad: Double {
    var loads = [0.0]
    return getloadavg(&loads, 1) == 1 ? loads[0] : .nan
  }
}
