import Runs
import Testing

@Suite struct MetricCurveTests {
  private func curve(_ values: [Double], points: Int) throws -> MetricCurve {
    let store = try RunStore.inMemory()
    let run = try store.startSample()
    try store.record(values.enumerated().map { Metric("loss", step: $0.offset * 3, value: $0.element) }, for: run.id)
    return try store.curve(of: run.id, named: "loss", points: points)
  }

  @Test func aFewValuesAreThemselves() throws {
    let curve = try curve([1, .nan, .infinity, 4], points: 4)
    #expect(curve.steps == [0, 3, 6, 9] && curve.values == [1, nil, nil, 4])
    #expect(curve.count == 4 && curve.undefined == 2 && curve.low == nil && curve.high == nil)
  }

  @Test(arguments: [1, 2, 7, 100, 999]) func peaksRemain(points: Int) throws {
    var values = (0..<1000).map { Double($0 % 10) }
    (values[123], values[777]) = (1e6, -1e6)
    let curve = try curve(values, points: points)
    #expect(curve.steps.count <= points && curve.count == 1000)
    #expect(curve.high?.compactMap { $0 }.max() == 1e6 && curve.low?.compactMap { $0 }.min() == -1e6)
    #expect(curve.steps == curve.steps.sorted())
  }

  @Test func aStretchIsItsMeanAndItsExtremes() throws {
    let curve = try curve([0, 2, 10, 20], points: 2)
    #expect(curve.values == [1, 15] && curve.low == [0, 10] && curve.high == [2, 20])
  }

  @Test func noValuesAreNoCurve() throws {
    let curve = try curve([], points: 10)
    #expect(curve.count == 0 && curve.undefined == 0 && curve.steps.isEmpty)
  }
}
