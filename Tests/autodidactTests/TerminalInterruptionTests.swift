import ArgumentParser
import Foundation
import Testing

@testable import autodidact

@Suite(.timeLimit(.minutes(2))) struct TerminalInterruptionTests {
  @Test func theFirstSignalIsRememberedAndTheSecondEnds() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Interruption.remember()
      if Interruption.isWanted { exit(3) }
      // Another thread may be the one that is interrupted.
      kill(getpid(), SIGINT)
      for _ in 0..<500 where !Interruption.isWanted { usleep(10_000) }
      if !Interruption.isWanted { exit(4) }
      if Interruption.exitCode.rawValue != 130 { exit(5) }
      kill(getpid(), SIGINT)
      sleep(5)
      exit(6)
    }
  }
}
