import ArgumentParser
import Scaling
import Testing

@testable import autodidact

@Suite struct ScaleOptionsTests {
  private func options(_ arguments: String...) throws -> ScaleOptions {
    try ScaleOptions.parse(["data.csv", "--x", "N,D", "--y", "loss"] + arguments)
  }

  @Test func holdOutRules() throws {
    #expect(HoldOut(argument: "4x") == HoldOut(.factor(4)) && HoldOut(argument: "1.5×") == HoldOut(.factor(1.5)))
    #expect(HoldOut(argument: "3") == HoldOut(.largest(3)) && HoldOut(argument: ">1e21") == HoldOut(.above(1e21)))
    for wrong in ["0", "-1", "1x", "x", ">", "largest", "nanx"] { #expect(HoldOut(argument: wrong) == nil, "\(wrong)") }
    for rule in ["4x", "3", ">1e+21"] { #expect(HoldOut(argument: rule)?.defaultValueDescription == rule) }
    #expect(try options("--hold-out", ">1e21").holdOut == HoldOut(.above(1e21)))
  }

  @Test func whatIsBetterFollowsTheName() throws {
    func goal(_ y: String) throws -> Verdict.Goal {
      try ScaleOptions.parse(["data.csv", "--x", "N", "--y", y]).chosenGoal.goal
    }
    for name in ["accuracy", "test_acc", "Pass@1", "accuracy/100", "F1 score"] { #expect(try goal(name) == .higher) }
    for name in ["loss", "err_avg17", "1-accuracy", "100 - acc", "perplexity"] { #expect(try goal(name) == .lower) }
    #expect(try options("--goal", "higher").chosenGoal == (.higher, nil))
  }

  @Test func wrongUsage() {
    for wrong in [
      ["--where", "loss"], ["--hold-out", "1x"], ["--replicates", "3"], ["--level", "95"], ["--goal", "up"],
    ] {
      #expect(throws: (any Error).self, "\(wrong)") {
        try ScaleOptions.parse(["d.csv", "--x", "N", "--y", "y"] + wrong)
      }
    }
    #expect(throws: (any Error).self) { try ScaleOptions.parse(["d.csv", "--y", "loss"]) }
  }
}
