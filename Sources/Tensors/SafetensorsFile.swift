public import Foundation

/// A safetensors file whose header has been read and checked, and whose tensors are read one by one when they are asked for.
///
/// A mapped file takes no memory but that of the tensors read from it. Half-precision elements (F16), which networks do not
/// compute in, are read as float32, exactly.
/// - Source: <https://github.com/huggingface/safetensors#format>
public struct SafetensorsFile: Sendable {
  /// The entry of a tensor in the header.
  struct Entry: Sendable {
    let kind: Kind
    let shape: [Int]
    /// From the start of the data.
    let bytes: Range<Int>
  }

  /// A type of elements, under its name in the header.
  struct Kind: Sendable {
    let name: String
    /// The type that the elements are read as.
    let dtype: DType
    /// Bytes an element takes in the file.
    let size: Int
  }

  /// The free text by key.
  public let metadata: [String: String]
  /// The file's name, for errors.
  public let name: String
  let entries: [String: Entry]
  let body: Data

  static let kinds: [Kind] =
    [
      ("F32", .float32), ("F64", .float64), ("BF16", .bfloat16), ("I64", .int64), ("I32", .int32), ("BOOL", .bool),
      ("U8", .uint8),
    ].map { (name: String, dtype: DType) in Kind(name: name, dtype: dtype, size: dtype.size) } + [
      Kind(name: "F16", dtype: .float32, size: 2)
    ]

  /// Returns the name in a header of elements of this type.
  static func name(of dtype: DType) -> String {
    switch dtype {
    case .float32: "F32"
    case .float64: "F64"
    case .bfloat16: "BF16"
    case .int64: "I64"
    case .int32: "I32"
    case .bool: "BOOL"
    case .uint8: "U8"
    }
  }

  /// Maps the file at `url`.
  /// - Throws: `SafetensorsError` for anything that is not a well-formed file.
  public init(mapping url: URL) throws(SafetensorsError) {
    let file: Data
    do { file = try Data(contentsOf: url, options: .alwaysMapped) } catch {
      throw SafetensorsError(file: url.lastPathComponent, problem: "it cannot be read (\(error.localizedDescription))")
    }
    try self.init(decoding: file, named: url.lastPathComponent)
  }

  /// Reads the header of a file's bytes; `name` stands in the errors.
  /// - Throws: `SafetensorsError` for anything that is not a well-formed file.
  public init(decoding file: Data, named name: String = "safetensors") throws(SafetensorsError) {
    let header = try SafetensorsHeader(file, named: name)
    (self.name, metadata, entries, body) = (name, header.metadata, header.entries, header.body)
  }

  /// The names of the tensors, in order.
  public var names: [String] { entries.keys.sorted() }

  /// Returns the shape of a tensor, or `nil` if the file has none of this name.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// Returns the type that a tensor is read as, or `nil` if the file has none of this name.
  public func dtype(of name: String) -> DType? { entries[name]?.kind.dtype }

  /// Returns a tensor, or `nil` if the file has none of this name.
  /// - Throws: `SafetensorsError` where a truth value is neither 0 nor 1.
  public func tensor(_ name: String) throws(SafetensorsError) -> Tensor? {
    guard let entry = entries[name] else { return nil }
    let data = body.dropFirst(entry.bytes.lowerBound).prefix(entry.bytes.count)
    guard entry.kind.dtype != .bool || data.allSatisfy({ $0 <= 1 }) else {
      throw SafetensorsError(
        file: self.name, problem: "tensor \"\(name)\" holds a truth value that is neither 0 nor 1")
    }
    return data.withUnsafeBytes { bytes in
      guard entry.kind.size != entry.kind.dtype.size else {
        return Tensor(bytes: bytes, shape: entry.shape, dtype: entry.kind.dtype)
      }
      let floats = UnsafeMutableBufferPointer<Float>.allocate(capacity: bytes.count / entry.kind.size)
      defer { floats.deallocate() }
      decodeHalves(bytes, into: floats)
      return Tensor(bytes: UnsafeRawBufferPointer(floats), shape: entry.shape, dtype: .float32)
    }
  }
}
