import Reports
import Testing

@testable import Experiments

@Suite struct CostSummaryTests {
  @Test func itShowsEveryMethodAndAxis() throws {
    let summary = CostSummary(try .planted(["maml": (6, 12)]))
    let html = Document(title: "t", answer: summary.blocks, plots: summary.table.plots, command: "autodidact cost")
      .html()
    for text in ["inner steps", "tasks", "parameters", "maml, recomputing", "reptile", "refuted", "<svg"] {
      #expect(html.contains(text), "\(text)")
    }
  }

  @Test func costsStandAsMultiplesOfSGDs() throws {
    let text = CostSummary(try .planted(["maml": (6, 12)])).blocks.text()
    #expect(text.contains("6e+03 ms (6.00)") && text.contains("(12.00)"))
  }

  @Test func anAxisOfOnePointHasNoTableOfItsOwn() throws {
    var plan = try CostPlan()
    (plan.tasks, plan.widths) = ([8], [32])
    let headings = CostSummary(CostTable(plan: plan, rows: [])).blocks.compactMap { block in
      if case .heading(let text) = block { text } else { nil }
    }
    #expect(headings.contains { $0.hasPrefix("inner steps:") })
    #expect(!headings.contains { $0.hasPrefix("tasks:") || $0.hasPrefix("parameters:") })
  }
}
