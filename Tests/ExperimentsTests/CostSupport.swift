import Foundation

@testable import Experiments

extension CostTable {
  /// A table in which every cost is a power law of known exponents in inner steps, and known multiples of SGD's.
  static func planted(
    _ multiples: [String: (time: Double, bytes: Double)], exponent: Double = 0
  ) throws -> CostTable {
    var plan = try CostPlan()
    plan.learners = ["reptile", "fomaml", "maml"]
    let rows = plan.settings.flatMap { setting in
      plan.methods.map { method in
        let (time, bytes) = multiples[method.name] ?? (1, 1)
        let growth = method == .sgd ? 1 : pow(Double(setting.innerSteps), exponent)
        return CostTable.Row(
          setting: setting, parameters: setting.width * setting.width, method: method.name, seconds: time * growth,
          processorSeconds: time * growth, timeRatio: time * growth, bytes: Int(1e9 * bytes * growth),
          byteRatio: bytes * growth)
      }
    }
    return CostTable(plan: plan, rows: rows)
  }
}
