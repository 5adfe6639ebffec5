import ArgumentParser
import Foundation
import Testing

@testable import autodidact

@Suite struct TerminalInterruptionTests {
  @Test func theFirstSignalIsRememberedAndTheSecondEnds() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Interruption.remember()
      if Interruption.isWanted { exit(1) }
      kill(getpid(), SIGINT)
      if !Interruption.isWanted || Interruption.exitCode.rawValue != 130 { exit(1) }
      kill(getpid(), SIGINT)
      exit(1)
    }
  }
}
