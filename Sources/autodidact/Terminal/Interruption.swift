import ArgumentParser
import Foundation
import Synchronization

/// The wish of a user or a scheduler to stop: the work in hand is finished first. A second signal ends the process.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// From now on Ctrl-C and SIGTERM are remembered rather than obeyed at once.
  static func remember() {
    received.store(0, ordering: .relaxed)  // also makes it, which a handler could not
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.received.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// Whether one came.
  static var isWanted: Bool { received.load(ordering: .relaxed) != 0 }

  /// How a process ends that was stopped by a signal: 130 for Ctrl-C, 143 for SIGTERM.
  static var exitCode: ExitCode { ExitCode(128 + max(received.load(ordering: .relaxed), SIGINT)) }
}
