internal import CTorch

/// The device that holds a tensor's memory and runs its operations.
public enum Device: Hashable, Codable, Sendable, CustomStringConvertible {
  /// The CPU.
  case cpu
  /// The CUDA device with this number.
  case cuda(Int)

  init(_ raw: ct_device) { self = raw.index < 0 ? .cpu : .cuda(Int(raw.index)) }

  var raw: ct_device {
    switch self {
    case .cpu: ct_device(index: -1)
    case .cuda(let index): ct_device(index: Int32(index))
    }
  }

  /// The name: "cpu", "cuda:0".
  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    }
  }

  /// Creates the device of a name: "cpu", "cuda" (the first), "cuda:1".
  /// - Throws: `DeviceError` if the name is unknown or the machine has no such device.
  public init(named name: String) throws(DeviceError) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    switch (parts.first, parts.count) {
    case ("cpu", 1): self = .cpu
    case ("cuda", 1): self = .cuda(0)
    case ("cuda", 2):
      guard let index = Int(parts[1]), index >= 0 else { throw .unknown(name) }
      self = .cuda(index)
    default: throw .unknown(name)
    }
    if case .cuda(let index) = self, index >= Device.cudaCount {
      throw .absent(name, available: Device.cudaCount)
    }
  }

  /// The number of CUDA devices that libtorch sees; 0 for a CPU build.
  public static var cudaCount: Int { Int(ct_cuda_count()) }

  /// Waits until all work queued on the device is done, as a time measurement needs.
  public func synchronize() { checked("synchronize", ct_synchronize(raw)) }
}

/// The reason why a device cannot be used.
public enum DeviceError: Error, Equatable, CustomStringConvertible {
  /// The name is not that of a device.
  case unknown(String)
  /// The machine has no such device, or libtorch was built without CUDA.
  case absent(String, available: Int)

  /// The problem and the remedy.
  public var description: String {
    switch self {
    case .unknown(let name): "no device is called \"\(name)\": use cpu, cuda or cuda:N"
    case .absent(let name, let available):
      "device \(name) is not here (\(available) CUDA devices seen): use cpu, or a CUDA libtorch through LIBTORCH=/path"
    }
  }
}
