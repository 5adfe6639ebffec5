import Foundation

/// The process that works on a run, so that a run whose process was killed is not mistaken for a running one.
public struct RunOwner: Hashable, Codable, Sendable {
  /// The name of the machine.
  public let host: String
  /// The identifier of the process on that machine.
  public let processID: Int32
  /// The start time of the process as the machine reports it, or `nil` if it does not; another process that got the
  /// same number later has another time.
  public let processStart: String?

  /// Creates the owner from a process of a machine.
  public init(host: String, processID: Int32, processStart: String? = nil) {
    (self.host, self.processID, self.processStart) = (host, processID, processStart)
  }

  /// The current process.
  public static let current: RunOwner = {
    let processID = ProcessInfo.processInfo.processIdentifier
    return RunOwner(host: hostName(), processID: processID, processStart: start(of: processID))
  }()

  /// Whether the process surely is gone. A process of another machine cannot be checked and counts as alive.
  public var isGone: Bool {
    guard host == Self.current.host else { return false }
    // Signal 0 only asks whether the process exists; EPERM says that it does, but belongs to someone else.
    guard kill(processID, 0) == 0 || errno != ESRCH else { return true }
    guard let processStart, let now = Self.start(of: processID) else { return false }
    return now != processStart
  }

  /// Returns the start time of a process of this machine, or `nil` if there is none or the system does not report it.
  static func start(of processID: Int32) -> String? {
    #if os(Linux)
      // The 22nd field of stat, ticks since the machine's start; the second one is a name that may contain anything.
      guard let stat = try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8),
        let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8),
        let end = stat.lastIndex(of: ")")
      else { return nil }
      let fields = stat[end...].split(separator: " ")
      return fields.count > 20 ? "\(boot.prefix { $0 != "\n" }) \(fields[20])" : nil
    #else
      var info = kinfo_proc()
      var size = MemoryLayout<kinfo_proc>.stride
      var name = [CTL_KERN, KERN_PROC, KERN_PROC_PID, processID]
      guard sysctl(&name, 4, &info, &size, nil, 0) == 0, size > 0 else { return nil }
      return "\(info.kp_proc.p_starttime.tv_sec).\(info.kp_proc.p_starttime.tv_usec)"
    #endif
  }

  /// Returns the machine's own name; `ProcessInfo.hostName` may ask the network.
  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
