import Foundation
import Runs
import Testing

@Suite struct MetricTests {
  @Test(arguments: [0.25, -1e300, .infinity, -.infinity, .nan])
  func everyValueSurvivesJSON(value: Double) throws {
    let metric = Metric("train/loss", step: 3, value: value)
    let copy = try JSONDecoder().decode(Metric.self, from: JSONEncoder().encode(metric))
    #expect(copy.value.isNaN ? value.isNaN : copy == metric)
  }

  @Test func aTextThatIsNoNumberIsRefused() {
    let json = Data(#"{"name": "loss", "step": 1, "value": "low"}"#.utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Metric.self, from: json) }
  }
}
