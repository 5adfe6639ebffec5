import Foundation
import Testing

@testable import Experiments

@Suite struct ResultsPageTests {
  private let data = """
    learner,group,steps,mean,halfWidth,published
    maml,trained,0,0.11,0.00,
    maml,trained,1,0.67,0.02,0.70
    joint,trained,0,0.13,0.00,
    joint,trained,1,0.18,,
    joint,held-out,1,0.18,0.02,

    """

  private func page(_ marker: String, _ work: (ResultsPage) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try data.write(to: folder.appendingPathComponent("data.csv"), atomically: true, encoding: .utf8)
      let url = folder.appendingPathComponent("README.md")
      try "above\n\n\(marker)\nstale\n<!-- end -->\nbelow\n".write(to: url, atomically: true, encoding: .utf8)
      try work(ResultsPage(contentsOf: url))
    }
  }

  @Test func aColumnOfTheDataBecomesColumnsOfTheTable() throws {
    let marker =
      "<!-- table: data.csv; where: group=trained; rows: learner; columns: steps; cell: {mean}[ ± {halfWidth}]; "
      + "best: highestInColumn -->"
    try page(marker) { page in
      #expect(page.stale == [page.url])
      #expect(
        page.rendered == """
          above

          \(marker)

          | learner | 0 | 1 |
          |---|--:|--:|
          | maml | 0.11 ± 0.00 | **0.67 ± 0.02** |
          | joint | **0.13 ± 0.00** | 0.18 |

          <!-- end -->
          below

          """)
      // What is rendered is rendered again to itself.
      try page.rendered.write(to: page.url, atomically: true, encoding: .utf8)
      #expect(try ResultsPage(contentsOf: page.url).stale.isEmpty)
    }
  }

  @Test func eachRowOfTheDataIsARowOfTheTable() throws {
    try page(
      "<!-- table: data.csv; where: steps=1; where: group=trained; show: who = [{learner}]({learner}.md); show: paper = {published} -->"
    ) {
      #expect(
        $0.rendered.contains("| who | paper |\n|---|--:|\n| [maml](maml.md) | 0.70 |\n| [joint](joint.md) | – |\n"))
    }
  }

  @Test func aPlotIsAFigureBesideThePage() throws {
    try page(
      "<!-- plot: data.csv; where: group=trained; file: plot.svg; title: A & B; x: steps; y: mean; series: learner -->"
    ) {
      #expect(
        $0.rendered.contains("\n![A & B](plot.svg)\n")
          && $0.stale.map(\.lastPathComponent) == ["README.md", "plot.svg"])
      let svg = try #require($0.figures.values.first)
      #expect(svg.hasPrefix("<svg xmlns=") && svg.contains("A &amp; B") && svg.contains(">joint</text>"))
    }
  }

  @Test(arguments: [
    ("<!-- table: data.csv; rows: learner; columns: steps; cell: {mean} -->", "two rows for joint and 1"),
    ("<!-- table: data.csv; where: group=none; show: a = {mean} -->", "no row of data.csv is left"),
    ("<!-- table: data.csv; show: a = {means} -->", "has no column means"),
    ("<!-- table: data.csv -->", "a table has no columns"), ("<!-- table: none.csv; show: a = {mean} -->", "none.csv"),
    ("<!-- plot: data.csv; x: steps; y: mean; series: learner -->", "write file:"),
  ]) func whatCannotBeRenderedSaysItsLine(marker: String, words: String) {
    let error = #expect(throws: ResultsPageError.self) { try page(marker) { _ in } }
    #expect(error?.description.contains("README.md: line 3: ") == true)
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  /// The pages of this repository are as their data have them: `autodidact results render` makes them so.
  @Test func noPageIsStale() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    #expect(try ResultsPage.all(in: root).flatMap(\.stale).map(\.path) == [])
  }
}
