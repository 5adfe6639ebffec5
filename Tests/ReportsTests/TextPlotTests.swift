import Testing

@testable import Reports

@Suite struct TextPlotTests {
  private let steps: [Double] = [0, 1, 2, 5, 10]

  private func plot(_ lines: [(String, [Double])]) -> LinePlot {
    LinePlot(
      title: "Accuracy", x: PlotAxis("steps", scale: .logarithmicFromZero), y: PlotAxis("accuracy", range: 0...1),
      series: lines.map { name, ys in .init(name, points: zip(steps, ys).map { .init(x: $0, y: $1) }) })
  }

  @Test func itFitsTheWidth() {
    let lines = (0..<9).map { ("a learner with a rather long name \($0)", [0.1, 0.2, 0.4, 0.8, 1]) }
    for width in [40, 80, 120] {
      let text = TextPlot(plot(lines), width: width).text()
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    }
  }

  @Test func risingValuesRise() {
    let text = TextPlot(plot([("rising", [0, 0.25, 0.5, 0.75, 1])]), width: 60, height: 12).text()
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    let marked = rows.dropLast(2).enumerated().compactMap { row, line in
      line.firstIndex(of: "●").map { (row, line.distance(from: line.startIndex, to: $0)) }
    }
    #expect(marked.count == 5)
    #expect(zip(marked, marked.dropFirst()).allSatisfy { $0.1 > $1.1 }, "higher rows are further to the right")
    #expect(rows.first { $0.contains("1.0 ┤") }?.contains("●") == true)
    #expect(rows.first { $0.contains("0.0 ┤") }?.contains("●") == true)
  }

  @Test func seriesHaveTheirOwnMarks() {
    let text = TextPlot(plot([("one", [0, 0, 0, 0, 0]), ("two", [1, 1, 1, 1, 1])])).text()
    #expect(text.contains("● one   ▲ two"))
    let rows = text.split(separator: "\n")
    #expect(rows[1].filter { $0 == "▲" }.count == 5 && rows[1].filter { $0 == "●" }.isEmpty)
  }

  @Test func strangeValuesDraw() {
    for ys in [[], [.nan, .nan], [.infinity, 1, 2], [5, -5], [0]] as [[Double]] {
      #expect(!TextPlot(plot([("strange", ys)]), width: 30, height: 4).text().isEmpty)
    }
    #expect(!TextPlot(plot([])).text().isEmpty)
  }
}
