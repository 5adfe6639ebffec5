internal import CTorch

/// The type of a tensor's elements.
public enum DType: String, CaseIterable, Codable, Sendable {
  /// The types that networks, indices and masks use.
  case float32, float64, bfloat16, int64, int32, bool, uint8

  init(_ raw: ct_dtype) {
    switch raw {
    case ct_float64: self = .float64
    case ct_bfloat16: self = .bfloat16
    case ct_int64: self = .int64
    case ct_int32: self = .int32
    case ct_bool: self = .bool
    case ct_uint8: self = .uint8
    default: self = .float32
    }
  }

  var raw: ct_dtype {
    switch self {
    case .float32: ct_float32
    case .float64: ct_float64
    case .bfloat16: ct_bfloat16
    case .int64: ct_int64
    case .int32: ct_int32
    case .bool: ct_bool
    case .uint8: ct_uint8
    }
  }

  /// The number of bytes of an element.
  public var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .bfloat16: 2
    case .bool, .uint8: 1
    }
  }

  /// Whether gradients exist for the type.
  public var isFloatingPoint: Bool { self == .float32 || self == .float64 || self == .bfloat16 }
}

/// A Swift type whose values are a tensor's elements, bit for bit.
public protocol TensorScalar: Sendable {
  /// The dtype with the same layout.
  static var dtype: DType { get }
  /// The value that fills new memory.
  static var zero: Self { get }
}

extension Float: TensorScalar {
  /// float32.
  public static var dtype: DType { .float32 }
}
extension Double: TensorScalar {
  /// float64.
  public static var dtype: DType { .float64 }
}
extension Int64: TensorScalar {
  /// int64.
  public static var dtype: DType { .int64 }
}
extension Int: TensorScalar {
  /// int64, which has the layout of `Int` on every platform we build for.
  public static var dtype: DType { .int64 }
}
extension Int32: TensorScalar {
  /// int32.
  public static var dtype: DType { .int32 }
}
extension UInt8: TensorScalar {
  /// uint8.
  public static var dtype: DType { .uint8 }
}
extension Bool: TensorScalar {
  /// bool.
  public static var dtype: DType { .bool }
  /// The value that fills new memory, false.
  public static var zero: Bool { false }
}
