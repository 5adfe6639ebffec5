import Testing

@testable import Reports

@Suite struct PlotAxisTests {
  @Test func linearTicksAreNiceNumbers() {
    let axis = PlotAxis("y").fitted(to: [0.03, 0.97], ticks: 6)
    #expect(axis.labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(axis.low == 0 && axis.high == 1)
    #expect(PlotAxis("y").fitted(to: [-30, 120], ticks: 6).ticks == [-40, -20, 0, 20, 40, 60, 80, 100, 120])
    #expect(PlotAxis("x", range: 0...5000).fitted(to: [], ticks: 6).labels.last == "5000")
  }

  @Test func aLogarithmHasDecades() {
    let wide = PlotAxis("x", scale: .logarithmic).fitted(to: [1e-3, 1e3], ticks: 5)
    #expect(wide.ticks.allSatisfy { $0 > 0 } && wide.labels.first == "0.001" && wide.labels.last == "1000")
    let few = PlotAxis("x", scale: .logarithmic).fitted(to: [1, 100], ticks: 6)
    #expect(few.labels == ["1", "2", "5", "10", "20", "50", "100"])
    #expect(abs(few.place(10) - 0.5) < 1e-12)
  }

  @Test func stepsFromZeroHaveAPlaceForZero() {
    let axis = PlotAxis("steps", scale: .logarithmicFromZero).fitted(to: [0, 1, 2, 5, 10, 20, 50, 100], ticks: 8)
    #expect(axis.labels == ["0", "1", "2", "5", "10", "20", "50", "100"])
    #expect(axis.place(0) == 0 && axis.place(100) == 1)
  }

  @Test func labelsAreShort() {
    let values = [0, 0.05, 500, 20_000, 3e6, 1e-7, 2.5e12, -1e4]
    #expect(values.map(FittedAxis.label) == ["0", "0.05", "500", "20k", "3M", "10⁻⁷", "2.5·10¹²", "−10k"])
  }

  @Test(
    arguments: [
      [], [0], [5], [-3], [.nan], [.infinity, -.infinity], [1e308, -1e308], [1, 1.0.nextUp], [.leastNonzeroMagnitude],
      [1e-300, 1e300], [-1, 0],
    ] as [[Double]])
  func strangeValuesStillHaveAnAxis(values: [Double]) {
    for scale in [PlotAxis.Scale.linear, .logarithmic, .logarithmicFromZero] {
      for range in [nil, 0.0...0.0, -1.0...1.0, 5.0...5.0] {
        let axis = PlotAxis("x", scale: scale, range: range).fitted(to: values, ticks: 6)
        #expect(axis.ticks.count < 100 && axis.labels.count == axis.ticks.count)
        #expect(axis.ticks.allSatisfy { !axis.place($0).isNaN }, "\(scale) \(values)")
      }
    }
  }
}
