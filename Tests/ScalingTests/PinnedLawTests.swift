import Testing

@testable import Scaling

struct PinnedLawTests {
  @Test func whatIsHeldStaysAndTheRestIsFitted() throws {
    let law = try PinnedLaw(Chinchilla(), ["α": 0.34, "E": 1.7])
    #expect(law.parameters.map(\.name) == ["A", "B", "β"])
    let fit = try Fitter(objective: .squaredLog).fit(law, to: FitterTests.chinchilla())
    let free = try Fitter(objective: .squaredLog).fit(Chinchilla(), to: FitterTests.chinchilla())
    #expect(fit.loss > free.loss)
    let derived = law.derived(fit.parameters)
    let beta = try #require(fit["β"])
    #expect(abs(derived[0].value - beta / (0.34 + beta)) < 1e-12)
    #expect(law.formula.contains("α = 0.34"))
  }

  @Test func heldAtTheBestValueChangesNothing() throws {
    let free = try Fitter(objective: .squaredLog).fit(Chinchilla(), to: FitterTests.chinchilla())
    let held = try PinnedLaw(Chinchilla(), ["β": try #require(free["β"])])
    let fit = try Fitter(objective: .squaredLog).fit(held, to: FitterTests.chinchilla())
    #expect(abs(fit.loss - free.loss) < 1e-9 * free.loss)
  }

  @Test func valuesOutsideTheDomainAreRefused() {
    #expect(throws: ScalingError.self) { try PinnedLaw(PowerLaw(), ["α": -0.3]) }
    #expect(throws: ScalingError.self) { try PinnedLaw(SaturatingExponential(), ["p": 1.2]) }
    #expect(throws: Never.self) { try PinnedLaw(PowerLaw(), ["E": 0]) }
  }

  @Test func unknownNamesAreRefused() {
    #expect(throws: ScalingError.unknownParameter(law: "power", name: "b", parameters: ["E", "A", "α"])) {
      try PinnedLaw(PowerLaw(), ["b": 1])
    }
  }
}
