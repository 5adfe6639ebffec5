import ArgumentParser
import Foundation
import Synchronization

/// The request of a user or a scheduler to stop: the current work is finished first. A second signal ends the process.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Starts recording Ctrl-C and SIGTERM rather than obeying them at once.
  static func remember() {
    received.store(0, ordering: .relaxed)  // also initializes it, which a signal handler could not
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.received.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// Whether a signal came.
  static var isWanted: Bool { received.load(ordering: .relaxed) != 0 }

  /// The exit code of a process that was stopped by a signal: 130 for Ctrl-C, 143 for SIGTERM.
  static var exitCode: ExitCode { ExitCode(128 + max(received.load(ordering: .relaxed), SIGINT)) }
}
