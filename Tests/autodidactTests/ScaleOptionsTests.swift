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

  @Test func whatIsAskedIsWhatWasSaid() throws {
    let request = try options("--goal", "higher", "--where", "set=a", "--skip-missing", "--along", "N").request()
    #expect(request.goal == .higher && request.conditions.map(\.text) == ["set=a"])
    #expect(request.skipsMissing && request.along == "N" && request.objective == nil && request.x == "N,D")
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
