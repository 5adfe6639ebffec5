internal import Foundation
internal import Networks
public import Reports

/// The results of a comparison of costs.
public struct CostSummary: Documentable {
  /// The measurements.
  public let table: CostTable
  /// The growth of the costs.
  public let slopes: [CostSlope]
  /// The claims about the costs.
  public let claims: [CostClaim]

  /// Creates the summary of a table.
  public init(_ table: CostTable) { (self.table, slopes, claims) = (table, table.slopes, table.claims) }

  /// The blocks that people read: the base point, each axis, slopes, claims.
  public var blocks: [DocumentBlock] {
    let plan = table.plan
    let base = plan.base
    let kind = plan.network == "conv" ? "conv (\(plan.norms.normalization.rawValue) norms)" : plan.network
    return [
      .heading("One outer step beside plain SGD's"),
      .facts([
        Fact("network", kind),
        Fact("base", "\(base.innerSteps) inner steps, \(base.tasks) tasks, width \(base.width)"),
        Fact(
          "examples",
          "\(plan.shots) to adapt to and \(plan.queries) queries a task: \(plan.price.examples)"
        ),
        Fact("rounds", "\(plan.repeats), all methods in turn; medians; time is the processor's"),
        Fact("load", table.load.map { String(format: "%.1f", $0) }.joined(separator: " before, ") + " after"),
      ]),
    ] + CostAxis.allCases.flatMap(axisBlocks) + [
      .heading("Exponents b of cost ∝ xᵇ, ± one standard error"), .table(slopeTable),
    ]
      + [.heading("What is said, and what was measured"), .table(claimTable)]
  }

  private func axisBlocks(_ axis: CostAxis) -> [DocumentBlock] {
    let settings = table.plan.settings(along: axis)
    guard settings.count > 1 || axis == .innerSteps else { return [] }
    let columns = settings.map { setting in
      table.row(of: "sgd", at: setting).map { Self.number($0.place(along: axis)) } ?? ""
    }
    func cells(_ method: String, _ cell: (CostTable.Row) -> String) -> [String] {
      settings.map { table.row(of: method, at: $0).map(cell) ?? "" }
    }
    let rows = table.plan.methods.map(\.name).flatMap { method in
      [
        [method, "time"] + cells(method) { "\(Self.milliseconds($0.processorSeconds)) (\(Self.ratio($0.timeRatio)))" },
        ["", "memory"] + cells(method) { "\(Self.mebibytes($0.bytes)) (\(Self.ratio($0.byteRatio)))" },
      ]
    }
    return [
      .heading("\(axis.title): time and most bytes (× SGD's)"),
      .table(Table(["method", ""] + columns, numeric: 2..., rows: rows)),
    ]
  }

  private var slopeTable: Table {
    func cell(_ method: String, _ axis: CostAxis, _ quantity: CostSlope.Quantity) -> String {
      guard let one = slopes.first(where: { $0.method == method && $0.axis == axis && $0.quantity == quantity }) else {
        return "–"
      }
      return String(format: "%.2f", one.slope) + (one.standardError.map { String(format: " ± %.2f", $0) } ?? "")
    }
    let axes = CostAxis.allCases
    return Table(
      ["method"] + axes.flatMap { ["\($0.title), time", "memory"] }, numeric: 1...,
      rows: table.plan.methods.map(\.name).map { method in
        [method] + axes.flatMap { axis in CostSlope.Quantity.allCases.map { cell(method, axis, $0) } }
      })
  }

  private var claimTable: Table {
    Table(
      ["claim", "inner steps", "measured", "verdict"], numeric: [1, 2],
      rows: claims.map { claim in
        [
          claim.claim, "\(claim.setting.innerSteps)", claim.measured.map { String(format: "%.3g", $0) } ?? "–",
          claim.verdict.rawValue,
        ]
      })
  }

  private static func ratio(_ value: Double) -> String { String(format: "%.2f", value) }
  private static func milliseconds(_ seconds: Double) -> String { String(format: "%.3g ms", 1e3 * seconds) }
  private static func mebibytes(_ bytes: Int) -> String { String(format: "%.3g MiB", Double(bytes) / 1_048_576) }
  private static func number(_ value: Double) -> String { String(format: "%.0f", value) }
}

extension CostAxis {
  /// The name in tables.
  var title: String {
    switch self {
    case .innerSteps: "inner steps"
    case .tasks: "tasks"
    case .width: "parameters"
    }
  }
}
