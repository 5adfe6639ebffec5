import Settings
import Testing

@Suite("The kinds of values") struct OverlayKindTests {
  @Test(arguments: ["2", "2.0", "2e0", "+2", "0_2", "0x2"]) func aWholeNumberHasManyForms(text: String) throws {
    #expect(try overlay("inner: {steps: \(text)}").inner.steps == 2)
  }

  @Test(arguments: [("3", 3.0), ("1e-3", 0.001), ("1E3", 1000), ("-.5", -0.5), (".inf", .infinity), ("1_000", 1000)])
  func aNumberHasManyForms(text: String, value: Double) throws {
    #expect(try overlay("rate: \(text)").rate == value)
  }

  @Test func aNumberMayBeNoNumber() throws {
    #expect(try overlay("rate: .nan").rate.isNaN)
  }

  @Test(arguments: ["yes", "on", "True", "true"]) func truthHasManyForms(text: String) throws {
    #expect(try overlay("exact: \(text)").exact)
  }

  @Test(arguments: ["no", "007", "1.10", "true", "2026-01-01", "1:30"]) func textIsTakenAsWritten(text: String) throws {
    #expect(try overlay("name: \(text)").name == text)
    #expect(try overlay("name: \"\(text)\"").name == text)
  }

  @Test func wholeNumbersReachTheEndsOfTheirTypes() throws {
    #expect(try overlay("seed: 18446744073709551615").seed == .max)
    #expect(try overlay("seed: 9007199254740993").seed == 9_007_199_254_740_993)
    #expect(try overlay("inner: {steps: -9223372036854775808}").inner.steps == .min)
  }

  @Test(arguments: [
    ("inner: {steps: 2.5}", "inner.steps", "expected a whole number, found \"2.5\""),
    ("inner: {steps: '2'}", "inner.steps", "expected a whole number, found \"2\""),
    ("inner: {steps: true}", "inner.steps", "expected a whole number, found \"true\""),
    ("inner: {steps: 1e40}", "inner.steps", "expected a whole number, found \"1e40\""),
    ("inner: {steps: .inf}", "inner.steps", "expected a whole number, found \".inf\""),
    ("rate: fast", "rate", "expected a number, found \"fast\""),
    ("rate: 1e999", "rate", "expected a number, found \"1e999\""),
    ("rate: [1]", "rate", "expected a number, found a list"),
    ("rate:", "rate", "expected a number, found nothing"),
    ("exact: 1", "exact", "expected true or false, found \"1\""),
    ("name: {a: b}", "name", "expected text, found keys with values"),
    ("name: ~", "name", "expected text, found nothing"),
    ("inner: 3", "inner", "expected keys with values, found \"3\""),
    ("weights: [1]", "weights", "expected keys with values, found a list"),
    ("stages: {steps: 1}", "stages", "expected a list, found keys with values"),
    ("stages: [3]", "stages.0", "expected keys with values, found \"3\""),
    ("validationSteps: [1, a]", "validationSteps.1", "expected a whole number, found \"a\""),
  ])
  func anotherKindIsRefused(yaml: String, path: String, problem: String) {
    let error = overlayError(yaml)
    #expect(error?.keyPath == path)
    #expect(error?.problem == problem)
    #expect(error?.line == 1)
  }
}
