import Testing

@testable import Reports

@Suite struct TableTerminalTests {
  @Test func columnsAlign() {
    let table = Table(["run", "loss"], numeric: [1], rows: [["a", "0.5"], ["longer", "12.25"], ["x"]])
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
    let lines = Table(["n", "v"], rows: [["你好", "1"], ["ab", "2"]]).text().split(separator: "\n")
    #expect(lines[2] == "你好  1" && lines[3] == "ab    2")
  }

  @Test func aHostileNameCannotMoveTheCursor() {
    let text = Table(["name"], rows: [["\u{1B}[2Jgone\r\nnext"]]).text()
    #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\r"))
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test func anEmptyTableIsItsHeading() {
    #expect(Table(["a", "b"]).text() == "a  b\n────")
  }

  @Test func aTableFitsTheTerminalAndAPipeGetsWholeRows() {
    let long = "what a law describes in a good many words, more than a line has room for"
    let table = Table(
      ["law", "n", "about", "source"], numeric: [1], rows: [["power", "3", long, long], ["b", "12", "", "x"]])
    for width in [40, 60, 100, 200] {
      let lines = table.text(TerminalFormat(width: width, isTerminal: true)).split(separator: "\n")
      #expect(lines.allSatisfy { displayWidth($0) <= width }, "\(width)")
      // No word is lost, whatever the width.
      #expect(lines.joined(separator: " ").split(separator: " ").count { $0 == "describes" } == 2)
    }
    #expect(table.text(TerminalFormat(width: 40)).split(separator: "\n").count == 4)
    let word = Table(["a"], rows: [[String(repeating: "你", count: 30)]]).text(
      TerminalFormat(width: 20, isTerminal: true))
    #expect(word.split(separator: "\n").allSatisfy { displayWidth($0) <= 20 } && word.count { $0 == "你" } == 30)
  }
}
