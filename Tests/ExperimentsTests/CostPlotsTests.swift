import Reports
import Testing

@testable import Experiments

@Suite struct CostPlotsTests {
  @Test func eachAxisHasOnePlotOfTimeAndOneOfMemory() throws {
    let table = try CostTable.planted([:])
    #expect(table.plots.map(\.title).count == 6 && Set(table.plots.map(\.title)).count == 6)
    for plot in table.plots {
      #expect(plot.x.scale == .logarithmic && plot.y.scale == .logarithmic)
      #expect(plot.series.map(\.name) == table.plan.methods.map(\.name))
      #expect(plot.series.filter(\.isDashed).map(\.name) == ["sgd"])
    }
  }

  @Test func anAxisOfOnePointHasNone() throws {
    var plan = try CostPlan()
    (plan.tasks, plan.widths) = ([8], [32])
    #expect(CostTable(plan: plan, rows: []).plots.count == 2)
  }

  @Test func pointsAreTheRowsInMillisecondsAndMebibytes() throws {
    let table = try CostTable.planted(["maml": (6, 12)])
    let rows = table.rows(of: "maml", along: .innerSteps)
    let series = table.plots.prefix(2).compactMap { plot in plot.series.first { $0.name == "maml" } }
    #expect(series[0].points.map(\.y) == rows.map { 1e3 * $0.processorSeconds })
    #expect(series[1].points.map(\.y) == rows.map { Double($0.bytes) / 1_048_576 })
    #expect(series[0].points.map(\.x) == [1, 2, 5, 10])
  }
}
