import Testing

@testable import Reports

@Suite struct DocumentMarkdownTests {
  @Test func aTableAlignsItsNumbersAndMarksTheBest() {
    let table = Table(
      ["learner", "score"], cells: [[.text("a"), .number(1, decimals: 1)], [.text("b"), .number(2, decimals: 1)]],
      highlight: .highestInColumn)
    #expect(
      table.markdown() == """
        | learner | score |
        |---|--:|
        | a | 1.0 |
        | b | **2.0** |
        """)
  }

  @Test func hostileTextIsNoMarkup() {
    let hostile = "| <script> [x](y) *bold* `code`\n# heading"
    let text = Document(title: "t", blocks: [.text(hostile), .table(Table(["a"], rows: [[hostile]]))]).markdown()
    #expect(!text.contains("<script") && text.contains("\\| &lt;script&gt; \\[x\\]") && !text.contains("\n# heading"))
    // Inside a fence nothing is markup but the fence itself.
    #expect(DocumentBlock.code("```\nrm").markdown() == "````\n```\nrm\n````")
  }
}
