import Reports
import Testing

@testable import autodidact

@Suite struct TerminalConsoleTests {
  @Test func colourIsOnlyWhereItIsWanted() {
    let recorder = Recorder()
    #expect(recorder.console(isTerminal: true).styled("text", .red) == "text")
    #expect(
      recorder.console(isTerminal: true, hasColor: true).styled("text", .red, .bold) == "\u{1B}[31;1mtext\u{1B}[0m")
  }

  @Test func aLineEnds() {
    let recorder = Recorder()
    recorder.console().print("one")
    recorder.console().write("two")
    #expect(recorder.text == "one\ntwo")
  }
}
