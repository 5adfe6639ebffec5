import CoreMetrics
import Service
import Testing

@Suite struct PrometheusMetricsTests {
  @Test func theTextHasEveryKindOfMeasurement() {
    let metrics = PrometheusMetrics()
    metrics.add(2, to: "requests.total", [("path", "/a\"b")])
    metrics.add(1, to: "requests.total", [("path", "/a\"b")])
    metrics.set(1.5, of: "level")
    metrics.observe(0.2, of: "time_seconds")
    metrics.observe(100, of: "time_seconds")
    #expect(
      metrics.text == """
        # TYPE level gauge
        level 1.5
        # TYPE requests_total counter
        requests_total{path="/a\\"b"} 3
        # TYPE time_seconds histogram
        time_seconds_bucket{le="0.001"} 0
        time_seconds_bucket{le="0.005"} 0
        time_seconds_bucket{le="0.025"} 0
        time_seconds_bucket{le="0.1"} 0
        time_seconds_bucket{le="0.5"} 1
        time_seconds_bucket{le="2.5"} 1
        time_seconds_bucket{le="10.0"} 1
        time_seconds_bucket{le="60.0"} 1
        time_seconds_bucket{le="+Inf"} 2
        time_seconds_sum 100.2
        time_seconds_count 2

        """)
  }

  @Test func librariesThatMeasureAreWrittenToo() {
    let metrics = PrometheusMetrics()
    Counter(label: "hits", dimensions: [("a", "b")], factory: metrics).increment(by: 3)
    Timer(label: "wait", factory: metrics).recordNanoseconds(5_000_000)
    #expect(metrics.text.contains("hits{a=\"b\"} 3\n") && metrics.text.contains("wait_seconds_sum 0.005\n"))
  }
}
