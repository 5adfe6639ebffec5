internal import CTorch

/// The bytes of tensors' elements: a number that a program reproduces each time it runs, unlike the memory of a
/// process.
///
/// - Differs: temporary memory of matrix libraries inside one operation belongs to no tensor and is not counted.
public struct Memory: Equatable, Sendable {
  /// The number of bytes in use.
  public var current: Int
  /// The largest number of bytes that were in use.
  public var peak: Int

  /// Returns the memory in use on `device`. On the CPU tensors are counted from the first use of `Memory` on; CUDA
  /// always counts.
  public static func used(on device: Device = .cpu) -> Memory {
    if device == .cpu { checked("Memory.used", ct_count_memory()) }
    return counted(on: device)
  }

  /// Returns the result of `body`, and the peak of the bytes of tensors while it ran, beyond those before.
  ///
  /// It counts the whole process: a number is a method's own if nothing else creates tensors meanwhile. On the CPU one
  /// measurement may contain another.
  public static func peakBytes<Result>(
    on device: Device = .cpu, _ body: () throws -> Result
  ) rethrows -> (result: Result, bytes: Int) {
    let before = used(on: device)
    restart(device, floor: 0)
    var after = before
    let result: Result
    do {
      // The outer measurement, if there is one, keeps its peak.
      defer {
        after = used(on: device)
        restart(device, floor: Swift.max(before.peak, after.peak))
      }
      result = try body()
    }
    return (result, after.peak - before.current)
  }

  fileprivate static func counted(on device: Device) -> Memory {
    var (current, peak): (Int64, Int64) = (0, 0)
    checked("Memory.used", ct_memory(device.raw, &current, &peak))
    return Memory(current: Int(current), peak: Int(peak))
  }

  private static func restart(_ device: Device, floor: Int) {
    checked("Memory.peakBytes", ct_restart_peak(device.raw, Int64(floor)))
  }
}

extension Device {
  /// The largest number of bytes of tensors in use on this device: on the CPU since the first use of `Memory`, 0
  /// before.
  public var peakBytes: Int { Memory.counted(on: self).peak }
}
