import Foundation

/// The process that works on a run, so that a run whose process was killed is not taken for a running one.
public struct RunOwner: Hashable, Codable, Sendable {
  /// The name of the machine.
  public let host: String
  /// The process on that machine.
  public let processID: Int32

  /// A process of a machine.
  public init(host: String, processID: Int32) {
    self.host = host
    self.processID = processID
  }

  /// This process.
  public static let current = RunOwner(host: hostName(), processID: ProcessInfo.processInfo.processIdentifier)

  /// Whether the process surely is gone. A process of another machine cannot be asked and counts as alive.
  public var isGone: Bool {
    guard host == Self.current.host else { return false }
    // Signal 0 only asks whether the process exists; EPERM says that it does, but belongs to someone else.
    return kill(processID, 0) != 0 && errno == ESRCH
  }

  /// The name the machine has for itself; `ProcessInfo.hostName` may ask the network.
  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
