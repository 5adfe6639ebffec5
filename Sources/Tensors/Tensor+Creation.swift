internal import CTorch
public import Randomness
internal import Requirements

extension Tensor {
  /// Creates a tensor of elements, row-major, in this shape (a vector if there is none).
  public init<Scalar: TensorScalar>(_ elements: [Scalar], shape: [Int]? = nil, device: Device = .cpu) {
    let shape = shape ?? [elements.count]
    guard shape.reduce(1, *) == elements.count else {
      trap("Tensor: \(elements.count) elements do not fill the shape \(shape), which takes \(shape.reduce(1, *))")
    }
    self = giving("Tensor.init") { out in
      elements.withUnsafeBytes { bytes in
        shape.asInt64 {
          ct_from_bytes(bytes.baseAddress ?? emptyBytes, $0, $1, Scalar.dtype.raw, device.raw, out)
        }
      }
    }
  }

  /// Creates a scalar tensor.
  public init(_ value: Double, dtype: DType = .float32, device: Device = .cpu) {
    self = .full(value, [], dtype: dtype, device: device)
  }

  /// Creates a tensor from raw little-endian bytes.
  init(bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType) {
    self = giving("Tensor.init(bytes:)") { out in
      shape.asInt64 { ct_from_bytes(bytes.baseAddress ?? emptyBytes, $0, $1, dtype.raw, Device.cpu.raw, out) }
    }
  }

  /// Returns a tensor whose elements are all `value`.
  public static func full(_ value: Double, _ shape: [Int], dtype: DType = .float32, device: Device = .cpu) -> Tensor {
    giving { out in shape.asInt64 { ct_full(value, $0, $1, dtype.raw, device.raw, out) } }
  }

  /// Returns a tensor of zeros.
  public static func zeros(_ shape: [Int], dtype: DType = .float32, device: Device = .cpu) -> Tensor {
    full(0, shape, dtype: dtype, device: device)
  }

  /// Returns a tensor of ones.
  public static func ones(_ shape: [Int], dtype: DType = .float32, device: Device = .cpu) -> Tensor {
    full(1, shape, dtype: dtype, device: device)
  }

  /// Returns zeros with the shape, dtype and device of `other`.
  public static func zeros(like other: Tensor) -> Tensor {
    full(0, other.shape, dtype: other.dtype, device: other.device)
  }

  /// Returns start, start + step, … below end.
  public static func range(
    _ start: Double, _ end: Double, step: Double = 1, dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    giving { ct_arange(start, end, step, dtype.raw, device.raw, $0) }
  }

  /// Returns the n × n identity matrix.
  public static func identity(_ n: Int, dtype: DType = .float32, device: Device = .cpu) -> Tensor {
    giving { ct_eye(Int64(n), dtype.raw, device.raw, $0) }
  }

  /// Returns independent normal numbers.
  public static func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double = 1, dtype: DType = .float32, device: Device = .cpu,
    using generator: inout Generator
  ) -> Tensor {
    let seed = generator.next()
    return giving { out in
      shape.asInt64 { ct_normal(seed, mean, deviation, $0, $1, dtype.raw, device.raw, out) }
    }
  }

  /// Returns independent uniform numbers in [low, high).
  public static func uniform(
    _ shape: [Int], low: Double = 0, high: Double = 1, dtype: DType = .float32, device: Device = .cpu,
    using generator: inout Generator
  ) -> Tensor {
    let seed = generator.next()
    return giving { out in
      shape.asInt64 { ct_uniform(seed, low, high, $0, $1, dtype.raw, device.raw, out) }
    }
  }

  /// Returns independent uniform whole numbers in `range`, int64.
  public static func integers(
    _ range: Range<Int>, _ shape: [Int], device: Device = .cpu, using generator: inout Generator
  ) -> Tensor {
    let seed = generator.next()
    return giving { out in
      shape.asInt64 {
        ct_integers(seed, Int64(range.lowerBound), Int64(range.upperBound), $0, $1, device.raw, out)
      }
    }
  }

  /// Returns a random permutation of 0..<count, int64.
  public static func permutation(_ count: Int, device: Device = .cpu, using generator: inout Generator) -> Tensor {
    let seed = generator.next()
    return giving { ct_permutation(seed, Int64(count), device.raw, $0) }
  }
}

/// A pointer that stands for the missing one of an empty array; never read.
nonisolated(unsafe) private let emptyBytes = UnsafeRawPointer(
  UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))

extension Tensor {
  /// Returns the elements, row-major. The tensor must have the dtype of `Scalar`: convert first.
  public func scalars<Scalar: TensorScalar>(_ type: Scalar.Type = Scalar.self) -> [Scalar] {
    guard dtype == Scalar.dtype else {
      trap("scalars(\(type)): the tensor is \(dtype), not \(Scalar.dtype): convert it with converted(to:)")
    }
    let count = count
    guard count > 0 else { return [] }
    var elements = [Scalar](repeating: .zero, count: count)
    elements.withUnsafeMutableBytes { bytes in
      checked("scalars", ct_to_bytes(raw, bytes.baseAddress!, bytes.count))
    }
    return elements
  }

  /// The element of a tensor that has exactly one.
  public var item: Double {
    var value = 0.0
    guard count == 1 else { trap("item: the tensor \(shape) has \(count) elements; reduce or index it first") }
    checked("item", ct_item(raw, &value))
    return value
  }

  /// Returns the tensor with elements of another dtype.
  public func converted(to dtype: DType) -> Tensor {
    dtype == self.dtype ? self : giving { ct_to(raw, dtype.raw, device.raw, false, $0) }
  }

  /// Returns the tensor on another device.
  public func moved(to device: Device) -> Tensor {
    device == self.device ? self : giving { ct_to(raw, dtype.raw, device.raw, false, $0) }
  }
}
