import Foundation
import Synchronization

@testable import autodidact

/// A console that remembers what was written.
final class Recorder: Sendable {
  private let storage = Mutex("")

  var text: String { storage.withLock { $0 } }
  var lines: [String] { text.split(separator: "\n").map(String.init) }

  func console(isTerminal: Bool = false, hasColor: Bool = false, width: Int = 80) -> Console {
    Console(isTerminal: isTerminal, hasColor: hasColor, width: width) { text in
      self.storage.withLock { $0 += text }
    }
  }
}

/// A clock that goes when it is told to.
final class Clock: Sendable {
  private let storage = Mutex(0.0)

  var now: Double { storage.withLock { $0 } }

  func advance(_ seconds: Double) { storage.withLock { $0 += seconds } }
}
