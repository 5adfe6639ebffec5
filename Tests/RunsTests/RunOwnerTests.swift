import Foundation
import Runs
import Testing

@Suite(.timeLimit(.minutes(2))) struct RunOwnerTests {
  @Test func thisProcessIsAlive() {
    #expect(!RunOwner.current.isGone)
    #expect(!RunOwner.current.host.isEmpty)
  }

  @Test func anEndedProcessIsGone() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["true"]
    try process.run()
    process.waitUntilExit()
    #expect(RunOwner(host: RunOwner.current.host, processID: process.processIdentifier).isGone)
  }

  @Test func aProcessThatGotTheSameNumberLaterIsAnother() throws {
    let current = RunOwner.current
    let start = try #require(current.processStart)
    func owner(_ start: String?) -> RunOwner {
      RunOwner(host: current.host, processID: current.processID, processStart: start)
    }
    #expect(!owner(start).isGone && owner(start + "0").isGone)
    #expect(!owner(nil).isGone)  // recorded before the start was
  }

  @Test func aProcessElsewhereIsNotOursToJudge() {
    #expect(!RunOwner(host: "another-machine", processID: 999_999).isGone)
  }
}
