/// The limits of a command that a user asks to be run.
public struct TestLimits: Hashable, Codable, Sendable {
  /// The longest time by the clock, in seconds; the whole group is killed then.
  public var seconds = 60.0
  /// The longest time of a processor, in seconds, of each process (`RLIMIT_CPU`).
  public var processorSeconds = 60
  /// The largest address space of each process, in bytes (`RLIMIT_AS`); `nil` for no limit, which programs need that
  /// reserve more than they use.
  public var memoryBytes: Int? = 4 << 30
  /// The largest file that may be written, in bytes (`RLIMIT_FSIZE`).
  public var fileBytes = 1 << 30
  /// The size of the output that is kept, in bytes: half from its start, half from its end.
  public var outputBytes = 64 << 10

  /// Creates the default limits.
  public init() {}
}

/// The outcome of a command.
public struct TestRun: Hashable, Codable, Sendable {
  /// The status with which it ended; that of a signal is negative.
  public let status: Int32
  /// Whether it was killed because its time by the clock was over.
  public let isTimedOut: Bool
  /// Whether it had no network. Where the system forbids cutting it, the command runs with it, and this says so.
  public let isNetworkCut: Bool
  /// The time it took, in seconds.
  public let seconds: Double
  /// What it wrote, both streams together, without its middle if that was more than is kept.
  public let output: String

  /// Whether it ended with 0 in time.
  public var passes: Bool { status == 0 && !isTimedOut }
}

/// The start and the end of a stream of bytes.
struct BoundedOutput: Sendable {
  private let half: Int
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private var count = 0

  init(_ limit: Int) { half = max(1, limit / 2) }

  mutating func append(_ bytes: some Collection<UInt8>) {
    count += bytes.count
    let free = half - head.count
    head += bytes.prefix(free)
    tail += bytes.dropFirst(free)
    if tail.count > 4 * half { tail = Array(tail.suffix(half)) }
  }

  var text: String {
    let end = tail.suffix(half)
    let left = count - head.count - end.count
    let middle = left > 0 ? "\n… \(left) bytes left out …\n" : ""
    return String(decoding: head, as: UTF8.self) + middle + String(decoding: end, as: UTF8.self)
  }
}
