import ArgumentParser
import Testing

@testable import autodidact

@Suite struct TerminalFailureTests {
  private struct Broken: Error, CustomStringConvertible {
    let description = "the file is broken"
  }

  @Test func theMessageIsSaidOnceAndTheCodeKept() {
    let recorder = Recorder()
    #expect(failure(Broken(), .badInput, console: recorder.console()) == ExitCode(2))
    #expect(failure("no", console: recorder.console()) == ExitCode(1))
    #expect(recorder.text == "error: the file is broken\nerror: no\n")
  }
}
