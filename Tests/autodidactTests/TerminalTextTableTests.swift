import Testing

@testable import autodidact

@Suite struct TerminalTextTableTests {
  @Test func columnsAlign() {
    let table = TextTable(["run", "loss"], numeric: [1], rows: [["a", "0.5"], ["longer", "12.25"], ["x"]])
    #expect(
      table.text() == """
        run      loss
        ─────────────
        a         0.5
        longer  12.25
        x
        """)
  }

  @Test func wideLettersTakeTwoPlaces() {
    #expect(displayWidth("abc") == 3)
    #expect(displayWidth("你好") == 4)
    #expect(displayWidth("e\u{301}") == 1)
    #expect(displayWidth("\u{1F600}") == 2)
    #expect(displayWidth("αβ≤") == 3)
    let lines = TextTable(["n", "v"], rows: [["你好", "1"], ["ab", "2"]]).text().split(separator: "\n")
    #expect(lines[2] == "你好  1" && lines[3] == "ab    2")
  }

  @Test func aHostileNameCannotMoveTheCursor() {
    let text = TextTable(["name"], rows: [["\u{1B}[2Jgone\r\nnext"]]).text()
    #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\r"))
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test func anEmptyTableIsItsHeading() {
    #expect(TextTable(["a", "b"]).text() == "a  b\n────")
  }
}
