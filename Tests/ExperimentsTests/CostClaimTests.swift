import Foundation
import Reports
import Testing

@testable import Experiments

@Suite struct CostClaimTests {
  /// A table in which every cost is a power law of known exponents in inner steps, and known multiples of SGD's.
  private func table(_ multiples: [String: (time: Double, bytes: Double)], exponent: Double = 0) throws -> CostTable {
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

  @Test func claimsAreConfirmedOrRefutedByTheirOwnNumbers() throws {
    let claims = try table([
      "reptile": (1, 1.5), "fomaml": (1.5, 2.5), "maml": (6, 12), "maml, recomputing": (7, 2),
      "maml, recomputing, in halves": (7, 4),
    ]).claims
    func verdict(_ text: String) -> CostClaim.Verdict? { claims.first { $0.claim.hasPrefix(text) }?.verdict }
    #expect(verdict("maml takes 5–10 × the memory") == .refuted)
    #expect(verdict("fomaml takes 2–3 × the memory") == .confirmed)
    #expect(verdict("reptile takes 1–2 × the memory") == .confirmed)
    #expect(verdict("imaml takes 2–3 × the memory") == .open, "what was not measured is neither")
    #expect(verdict("fomaml takes 1.5 × the time") == .confirmed)
    #expect(verdict("maml takes 3 × the time") == .refuted)
    #expect(verdict("recomputing leaves at most 0.2") == .confirmed)
    #expect(verdict("recomputing takes at most 1.2") == .confirmed)
    #expect(verdict("recomputing maml takes at most 3") == .confirmed)
    #expect(verdict("with half the tasks at once") == .refuted)
  }

  @Test func plantedExponentsAreFound() throws {
    let slopes = try table([:], exponent: 0.75).slopes
    let maml = try #require(slopes.first { $0.method == "maml" && $0.axis == .innerSteps && $0.quantity == .time })
    #expect(abs(maml.slope - 0.75) < 1e-12 && (maml.standardError ?? 1) < 1e-12)
    let flat = try #require(slopes.first { $0.method == "maml" && $0.axis == .tasks && $0.quantity == .memory })
    #expect(abs(flat.slope) < 1e-12)
  }

  @Test func aSlopeSaysHowSureItIs() throws {
    // ln y = 1, 0, 1, 2 at ln x = 0, 1, 2, 3: slope 0.4, residual sum 1.2, standard error √(1.2 / 2 / 5).
    let line = try #require(CostSlope.line([0, 1, 2, 3].map { exp($0) }, [1, 0, 1, 2].map { exp($0) }))
    #expect(abs(line.slope - 0.4) < 1e-12 && abs((line.standardError ?? 0) - (0.12 as Double).squareRoot()) < 1e-12)
    #expect(CostSlope.line([1, 2], [1, 2])?.standardError == nil)
    #expect(CostSlope.line([2, 2], [1, 2]) == nil && CostSlope.line([1, 2], [0, 1]) == nil)
  }

  @Test func aClaimSurvivesJSONWithItsVerdict() throws {
    let claims = try table(["maml": (6, 12)]).claims
    let data = try JSONEncoder().encode(claims)
    #expect(try JSONDecoder().decode([CostClaim].self, from: data) == claims)
    #expect(String(decoding: data, as: UTF8.self).contains("\"verdict\":\"refuted\""))
  }

  @Test func theSummaryShowsEveryMethodAndAxis() throws {
    let summary = CostSummary(try table(["maml": (6, 12)]))
    let html = Document(title: "t", answer: summary.blocks, plots: summary.table.plots, command: "autodidact cost")
      .html()
    for text in ["inner steps", "tasks", "parameters", "maml, recomputing", "reptile", "refuted", "<svg"] {
      #expect(html.contains(text), "\(text)")
    }
    #expect(summary.table.plots.count == 6)
  }
}
