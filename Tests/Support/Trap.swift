internal import Foundation
public import Testing

extension ExitTest.Condition {
  /// The end of a process by a trap: SIGILL on x86-64, SIGTRAP on arm64.
  public static var trap: Self {
    #if arch(x86_64)
      .signal(SIGILL)
    #else
      .signal(SIGTRAP)
    #endif
  }
}
