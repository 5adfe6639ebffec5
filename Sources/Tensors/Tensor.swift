internal import CTorch
internal import Requirements

/// A multi-dimensional array of numbers that is a value: no operation changes a tensor that somebody else holds.
///
/// Memory, kernels and the gradient tape are libtorch's. Two tensors may share memory, which nobody can observe.
/// Misuse (shapes that do not fit, a dtype an operation does not have) traps with the values and the remedy.
/// - Sendable: libtorch's reference counts are atomic and no operation writes to its inputs.
public struct Tensor: @unchecked Sendable {
  let handle: Handle

  /// An owner of one libtorch handle.
  final class Handle {
    let raw: ct_tensor
    init(_ raw: ct_tensor) { self.raw = raw }
    deinit { ct_free(raw) }
  }

  init(owning raw: ct_tensor) { handle = Handle(raw) }

  var raw: ct_tensor { handle.raw }

  /// The size of each dimension; empty for a scalar.
  public var shape: [Int] {
    let rank = Int(ct_rank(raw))
    return [Int](unsafeUninitializedCapacity: rank) { buffer, count in
      buffer.withMemoryRebound(to: Int64.self) { ct_shape(raw, $0.baseAddress ?? scratch) }
      count = rank
    }
  }

  /// The number of dimensions.
  public var rank: Int { Int(ct_rank(raw)) }

  /// The number of elements.
  public var count: Int { Int(ct_count(raw)) }

  /// The type of an element.
  public var dtype: DType { DType(ct_dtype_of(raw)) }

  /// The device that holds the memory.
  public var device: Device { Device(ct_device_of(raw)) }

  /// Returns the size of dimension `axis`; negative counts from the end.
  public func size(_ axis: Int) -> Int {
    let shape = shape
    let index = axis < 0 ? axis + shape.count : axis
    guard shape.indices.contains(index) else {
      trap("size(\(axis)): the tensor \(shape) has \(shape.count) dimensions")
    }
    return shape[index]
  }

  /// The number of tensor handles alive in this process, which grows in a loop that leaks.
  public static var liveCount: Int { Int(ct_live_count()) }
}

/// A pointer that stands for the missing one of an empty array; never written.
nonisolated(unsafe) private let scratch = UnsafeMutablePointer<Int64>.allocate(capacity: 1)

/// Returns the tensor that a shim call gives; its failure is a bug of the caller and traps with libtorch's reason.
@inline(__always)
func giving(
  _ operation: @autoclosure () -> String = #function, _ call: (UnsafeMutablePointer<ct_tensor>) -> Int32
) -> Tensor {
  var out = ct_tensor(impl: nil)
  guard call(&out) == 0 else { trap("\(operation()): \(String(cString: ct_error()))") }
  return Tensor(owning: out)
}

/// Runs a shim call that returns nothing; its failure traps.
func checked(_ operation: @autoclosure () -> String = #function, _ status: Int32) {
  guard status == 0 else { trap("\(operation()): \(String(cString: ct_error()))") }
}

extension [Int] {
  /// Calls `body` with this array as C reads it: Int is 64 bits wide on every platform we build for.
  @inline(__always)
  func asInt64<Result>(_ body: (UnsafePointer<Int64>?, Int) -> Result) -> Result {
    withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: Int64.self) { body($0.baseAddress, count) }
    }
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape, the dtype and, for a small tensor, the numbers.
  public var description: String {
    let head = "Tensor\(shape) \(dtype)"
    return count <= 16 ? head + " \(converted(to: .float64).scalars(Double.self))" : head
  }
}
