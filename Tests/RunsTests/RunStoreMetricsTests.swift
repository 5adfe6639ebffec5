import Foundation
import Runs
import Testing

@Suite struct RunStoreMetricsTests {
  @Test func everyDoubleSurvives() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    let values: [Double] = [
      0, -1.5, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, .nan, 7,
    ]
    try store.record(values.enumerated().map { Metric("loss", step: $0, value: $1) }, for: run.id)
    let read = try store.metrics(of: run.id, named: "loss").map(\.value)
    #expect(read.map { $0.isNaN ? "nan" : "\($0)" } == values.map { $0.isNaN ? "nan" : "\($0)" })
  }

  @Test func theSameStepIsReplaced() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    try store.record([Metric("loss", step: 1, value: 1), Metric("loss", step: 2, value: 2)], for: run.id)
    try store.record([Metric("loss", step: 1, value: 9)], for: run.id)
    #expect(try store.metrics(of: run.id) == [Metric("loss", step: 1, value: 9), Metric("loss", step: 2, value: 2)])
  }

  @Test func theLastValueIsThatOfTheLastStep() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    try store.record(
      [
        Metric("loss", step: 10, value: 1), Metric("loss", step: 2, value: 5), Metric("accuracy", step: 3, value: .nan),
        Metric("accuracy", step: 1, value: 0.5),
      ], for: run.id)
    let last = try store.lastMetrics(of: run.id)
    #expect(last.map(\.name) == ["accuracy", "loss"])
    #expect(last[0].step == 3 && last[0].value.isNaN)
    #expect(last[1] == Metric("loss", step: 10, value: 1))
  }

  @Test func deletingAfterAStepKeepsTheStep() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample(), other = try store.startSample()
    for id in [run.id, other.id] {
      try store.record((0..<4).map { Metric("loss", step: $0, value: 0) }, for: id)
    }
    try store.deleteMetrics(of: run.id, after: 1)
    #expect(try store.metrics(of: run.id).map(\.step) == [0, 1])
    #expect(try store.metrics(of: other.id).count == 4)
  }

  @Test func anUnknownRunRecordsNothing() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    #expect(throws: RunStoreError.noRun("nobody", latest: [run.id])) {
      try store.record([Metric("loss", step: 0, value: 1)], for: "nobody")
    }
  }
}
