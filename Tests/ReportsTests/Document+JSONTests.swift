import Foundation
import Testing

@testable import Reports

@Suite struct DocumentJSONTests {
  @Test func everyBlockIsAnObjectOfItsKind() throws {
    let plot = LinePlot(
      title: "p", x: PlotAxis("x"), y: PlotAxis("y"), series: [.init("s", points: [.init(x: 0, y: .nan)])])
    let document = Document(
      title: "t",
      blocks: [
        .heading("h"), .text("t"), .warning("w"), .code("c"), .facts([Fact("a", "b")]), .plot(plot),
        .table(Table(["a"], cells: [[.number(.infinity)]])), .grids(GridStrip(title: "g", grids: [])),
        .columns([.text("u")]),
      ])
    let json = try JSONSerialization.jsonObject(with: document.json()) as? [String: Any]
    let blocks = try #require(json?["blocks"] as? [[String: Any]])
    #expect(
      blocks.flatMap(\.keys) == ["heading", "text", "warning", "code", "facts", "plot", "table", "grids", "columns"])
  }
}
