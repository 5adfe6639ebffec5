import Foundation
import Testing

@testable import Service

@Suite struct GraderFormulaTests {
  @Test func arithmeticIsThatOfMathematics() throws {
    let facts: [(String, Double)] = [
      ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("8 / 4 / 2", 1), ("7 - 3 - 2", 2), ("-2 ^ 2", -4), ("2 ^ 3 ^ 2", 512),
      ("2 ^ -1", 0.5), ("--3", 3), ("+.5", 0.5), ("a * b", 0.125), ("min(a, b, 1) + max(a, b)", 0.75),
      ("abs(-a) + floor(1.5) + ceil(1.5)", 3.5), ("exp(0) + sqrt(9) + log(exp(2))", 6), ("((((a))))", 0.5),
    ]
    for (source, value) in facts {
      let formula = try GraderFormula(source)
      #expect(abs(try formula.value(["a": 0.5, "b": 0.25]) - value) < 1e-12, "\(source)")
    }
    #expect(try GraderFormula("a + min(b, a)").names == ["a", "b"])
  }

  @Test(arguments: [
    "", "1 +", "(1", "1)", "1 2", "a b", "min()", "min(1", "abs(1, 2)", "eval(1)", "1..2", "a = b", "é*", "1 ** 2",
    String(repeating: "(", count: 100) + "1" + String(repeating: ")", count: 100),
    String(repeating: "-", count: 200) + "1",
    String(repeating: "1+", count: 3000) + "1",
  ]) func whatIsNoFormulaIsRefused(source: String) {
    #expect(throws: GraderFault.self) { try GraderFormula(source) }
  }

  @Test(arguments: ["1 / 0", "log(0)", "sqrt(-1)", "exp(1000)", "0 / 0", "min(0/0, 1)"])
  func whatIsNoNumberIsNoReward(source: String) throws {
    #expect(throws: GraderFault.self) { try GraderFormula(source).value([:]) }
  }
}
