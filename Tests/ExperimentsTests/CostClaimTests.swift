import Foundation
import Testing

@testable import Experiments

@Suite struct CostClaimTests {
  @Test func claimsAreConfirmedOrRefutedByTheirOwnNumbers() throws {
    let claims = try CostTable.planted([
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

  @Test func aClaimSurvivesJSONWithItsVerdict() throws {
    let claims = try CostTable.planted(["maml": (6, 12)]).claims
    let data = try JSONEncoder().encode(claims)
    #expect(try JSONDecoder().decode([CostClaim].self, from: data) == claims)
    #expect(String(decoding: data, as: UTF8.self).contains("\"verdict\":\"refuted\""))
  }
}
