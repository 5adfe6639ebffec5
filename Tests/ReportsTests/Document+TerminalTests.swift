import Testing

@testable import Reports

@Suite struct DocumentTerminalTests {
  @Test func sentencesAreWrappedAndFactsAligned() {
    let blocks: [DocumentBlock] = [
      .facts([.init("law", "power")]), .facts([.init("columns", "y against x")]), .heading("Next"),
      .text(String(repeating: "word ", count: 20)), .warning("\u{1B}[31mred"),
    ]
    let text = blocks.text(TerminalFormat(width: 60))
    #expect(text.hasPrefix("law       power\ncolumns   y against x\n\nNext\nword"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 } && !text.contains("\u{1B}[31m"))
  }

  @Test func gridsAreDrawnInDigitsAndWrongCellsMarked() {
    let strip = GridStrip(
      title: "task", grids: [.init("after", cells: [[1, 2], [3, 4]], expected: [[1, 0], [3, 4]])])
    #expect(Document(title: "t", blocks: [.grids(strip)]).text() == "t\n\ntask\n\nafter\n1 2!\n3 4")
  }
}
