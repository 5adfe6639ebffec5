import Testing

@testable import Runs

@Suite struct RunStoreComparisonTests {
  @Test func onlyWhatDiffersIsShown() throws {
    let store = try RunStore.inMemory()
    let a = try store.startSample("a", configuration: #"{"inner": {"steps": 1, "rate": 0.1}, "ways": 5}"#)
    let b = try store.startSample("b", configuration: #"{"inner": {"steps": 5, "rate": 0.1}}"#)
    try store.record([Metric("loss", step: 3, value: 0.5)], for: a.id)
    try store.record([Metric("loss", step: 9, value: 0.25), Metric("accuracy", step: 9, value: 1)], for: b.id)
    let comparison = try store.compare([a.id, b.id])
    #expect(comparison.runs == [a, b])
    #expect(
      comparison.settings == [
        RunComparison.Setting(key: "inner.steps", values: ["1", "5"]),
        RunComparison.Setting(key: "ways", values: ["5", nil]),
      ])
    #expect(
      comparison.metrics == [
        RunComparison.Measure(name: "accuracy", values: [nil, Metric("accuracy", step: 9, value: 1)]),
        RunComparison.Measure(
          name: "loss", values: [Metric("loss", step: 3, value: 0.5), Metric("loss", step: 9, value: 0.25)]),
      ])
  }
}
