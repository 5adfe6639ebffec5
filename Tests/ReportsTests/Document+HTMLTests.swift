import Foundation
import Testing

@testable import Reports

@Suite struct DocumentHTMLTests {
  private let hostile = "<script>alert('1')</script> & \"quoted\" 'single' \u{0}\u{1B}[31m --> </style>"

  @Test func hostileTextStaysText() throws {
    let plot = LinePlot(
      title: hostile, x: PlotAxis(hostile), y: PlotAxis(hostile),
      series: [.init(hostile, points: [.init(x: 0, y: 0), .init(x: 1, y: 1)]), .init("b", points: [])],
      caption: hostile)
    let report = Document(
      title: hostile, subtitle: hostile,
      blocks: [
        .heading(hostile), .text(hostile), .code(hostile), .facts([Fact(hostile, hostile)]),
        .table(Table([hostile], cells: [[.text(hostile)]], caption: hostile)), .plot(plot),
        .grids(GridStrip(title: hostile, grids: [.init(hostile, cells: [[1]])], caption: hostile)),
        .columns([.text(hostile), .plot(plot)]),
      ])
    let html = report.html()
    #expect(!html.contains("<script"))
    #expect(html.components(separatedBy: "</style>").count == 2)
    #expect(!html.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" })
    try expectBalanced(html)
  }

  @Test func aPageNeedsNothingElse() {
    let html = Document(title: "t", blocks: [.text("text")]).html()
    for reference in ["http:", "https:", "src=", "href=", "url(", "@import"] {
      #expect(!html.contains(reference), "\(reference)")
    }
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("charset=\"utf-8\""))
    #expect(html.contains("prefers-color-scheme: dark") && html.contains("@media print"))
  }

  @Test func escapingKeepsOrdinaryText() {
    #expect(escaped("α ≤ 1 · 你好\n\t!") == "α ≤ 1 · 你好\n\t!")
    #expect(escaped("<&>\"'") == "&lt;&amp;&gt;&quot;&#39;")
  }

  @Test func theSectionsComeInOrder() throws {
    let html = Document(title: "t", blocks: [.heading("one"), .text("two"), .code("three")]).html()
    let places = try ["<h2>one</h2>", "<p>two</p>", "<pre><code>three</code></pre>"].map {
      try #require(html.range(of: $0)).lowerBound
    }
    #expect(places == places.sorted())
  }
}

/// Every tag that is opened is closed, in the right order, and no attribute is left open.
func expectBalanced(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  var open: [String] = []
  for match in html.matches(of: /<(\/?)([a-zA-Z0-9]+)((?:\s+[a-zA-Z0-9-]+(?:="[^"<>]*")?)*)\s*(\/?)>/) {
    let name = String(match.2)
    if match.1 == "/" {
      #expect(open.popLast() == name, sourceLocation: sourceLocation)
    } else if match.4.isEmpty && name != "meta" {
      open.append(name)
    }
  }
  #expect(open.isEmpty, sourceLocation: sourceLocation)
  let tags = html.matches(of: /<[\/a-zA-Z]/).count
  let whole = html.matches(of: /<(\/?)([a-zA-Z0-9]+)((?:\s+[a-zA-Z0-9-]+(?:="[^"<>]*")?)*)\s*(\/?)>/).count
  #expect(tags == whole, "a tag is malformed", sourceLocation: sourceLocation)
}
