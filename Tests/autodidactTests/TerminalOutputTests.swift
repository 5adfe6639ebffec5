import Testing

@testable import autodidact

@Suite struct TerminalOutputTests {
  private struct Result: Encodable {
    let accuracy: Double
    let path = "a/b"
  }

  @Test func peopleAndProgramsGetTheirOwn() throws {
    let people = Recorder(), programs = Recorder()
    try Output(.people, console: people.console()).result(Result(accuracy: 0.5)) { "half" }
    try Output(.json, console: programs.console()).result(Result(accuracy: .nan)) { "half" }
    #expect(people.text == "half\n")
    #expect(programs.text.contains(#""accuracy" : "nan""#) && programs.text.contains("a/b"))
  }
}
