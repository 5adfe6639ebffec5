import Foundation
import Testing

@testable import Reports

@Suite struct LinePlotTests {
  private func plot(_ series: [LinePlot.Series], x: PlotAxis.Scale = .linear, y: PlotAxis.Scale = .linear) -> LinePlot {
    LinePlot(title: "plot", x: PlotAxis("step", scale: x), y: PlotAxis("loss", scale: y), series: series)
  }

  private func line(_ ys: [Double]) -> LinePlot.Series {
    .init("line", points: ys.enumerated().map { .init(x: Double($0), y: $1) })
  }

  @Test func aMissingValueBreaksTheLine() {
    #expect(plot([]).segments(of: line([1, 2, .nan, 3, .infinity, 4, 5])).map(\.count) == [2, 1, 2])
    #expect(plot([], y: .logarithmic).segments(of: line([1, 0, -1, 2])).map(\.count) == [1, 1])
    #expect(plot([], x: .logarithmic).segments(of: line([1, 1, 1])).map { $0.map(\.x) } == [[1, 2]])
  }

  @Test func everyPointHasItsValueToHover() throws {
    let points: [LinePlot.Point] = [
      .init(x: 1, y: 0.5, interval: 0.4...0.6), .init(x: 2, y: 0.75, interval: 0.7...0.8),
    ]
    let html = plot([.init("Reptile", points: points), .init("joint", points: [], isDashed: true)]).html(width: 760)
    #expect(html.contains("<title>Reptile\nstep 1: 0.5 (0.4 – 0.6)</title>"))
    #expect(html.components(separatedBy: "<polygon").count == 2 && html.contains("stroke-dasharray"))
    #expect(html.contains("class=\"legend\""))
    try expectBalanced(html)
  }

  @Test func measurementsAreNotJoinedAndCurvesNotMarked() throws {
    let points: [LinePlot.Point] = [.init(x: 1, y: 2, interval: 1...3), .init(x: 2, y: 3), .init(x: 3, y: 1)]
    let html = plot([
      .init("dots", points: points, marks: .points), .init("rings", points: points, marks: .rings, color: 5),
      .init("law", points: points, marks: .curve), .init("", points: points, isDashed: true, marks: .curve, color: 0),
    ]).html(width: 460)
    // One dot in the legend and three in the plot, for dots as for rings; a curve has a line and no dots.
    #expect(html.components(separatedBy: "class=\"dot\"").count == 5)
    #expect(html.components(separatedBy: "class=\"ring\"").count == 5 && html.contains("var(--s5)"))
    #expect(html.components(separatedBy: "<polyline").count == 3)
    #expect(html.components(separatedBy: "class=\"whisker\"").count == 3)
    try expectBalanced(html)
    #expect(
      !TextPlot(plot([.init("law", points: points, marks: .curve)])).text().split(separator: "\n").dropLast()
        .contains { $0.contains("●") })
  }

  @Test func aDenseLineIsThinnedAndSmoothed() throws {
    let noisy = line((0..<10_000).map { 1 + Double($0 * 7919 % 100) / 100 })
    let html = plot([noisy]).html(width: 760)
    #expect(html.utf8.count < 40_000 && html.contains("running mean"))
    let thin = LinePlot.thinned(noisy.points, to: 300)
    #expect(thin.first == noisy.points.first && thin.last == noisy.points.last)
    #expect(thin.map(\.y).max() == noisy.points.map(\.y).max() && thin.map(\.y).min() == noisy.points.map(\.y).min())
    #expect(zip(thin, thin.dropFirst()).allSatisfy { $0.x < $1.x })
    #expect(LinePlot.smoothed(noisy.points, to: 100).allSatisfy { abs($0.y - 1.495) < 0.01 })
  }

  @Test func nothingIsDrawnOutsideOrAsNaN() throws {
    let wild: [LinePlot.Series] = [
      line([]), line([.nan]), line([5]), line([1e308, -1e308]), line([0, .leastNonzeroMagnitude]),
      line([-1, .infinity, 2]),
      .init("wide", points: [0, 1].map { .init(x: $0, y: 0.1, interval: -.infinity ... .infinity) }),
    ]
    for x in [PlotAxis.Scale.linear, .logarithmic, .logarithmicFromZero] {
      for y in [PlotAxis.Scale.linear, .logarithmic, .logarithmicFromZero] {
        for series in wild.map({ [$0] }) + [wild, []] {
          let html = plot(series, x: x, y: y).html(width: 460)
          try expectBalanced(html)
          for match in html.matches(of: /(?:cx|cy|x1|x2|y1|y2|points)="([^"]*)"/) {
            let numbers = match.1.split { $0 == " " || $0 == "," }.map { Double($0) ?? .nan }
            #expect(numbers.allSatisfy { (-1...461).contains($0) }, "\(match.1)")
          }
        }
      }
    }
  }
}
