import Foundation
import Runs
import Testing

@Suite struct RunOwnerTests {
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

  @Test func aProcessElsewhereIsNotOursToJudge() {
    #expect(!RunOwner(host: "another-machine", processID: 999_999).isGone)
  }
}
