import Foundation
import Service

/// A message that says something impossible, in words for whoever sent it.
struct WireError: Error {
  let problem: String
}

/// Numbers of one or two axes that came as a message.
struct WireTensor {
  /// The numbers, row by row.
  let numbers: [Double]
  /// The number of rows.
  let rows: Int
  /// The numbers of a row, or `nil` of a tensor with one axis.
  let columns: Int?

  /// The most numbers of one tensor.
  private static let limit = 1 << 26

  /// Reads the tensor `name`; one that is sparse is filled up with 0.
  init(_ message: Tinker_TensorData, _ name: String) throws(WireError) {
    func fault(_ problem: String) -> WireError { WireError(problem: "\(name) \(problem)") }
    let shape = message.shape.map { Int($0) }
    guard shape.count <= 2, shape.allSatisfy({ (0...Self.limit).contains($0) }), shape.reduce(1, *) <= Self.limit else {
      throw fault("has the shape \(shape); give one or two axes and at most \(Self.limit) numbers")
    }
    switch message.storage {
    case .dense(let data):
      let values = try Self.numbers(data, message.dtype, name)
      let known = shape.isEmpty ? [values.count] : shape
      guard known.reduce(1, *) == values.count else {
        throw fault("has \(values.count) numbers, and its shape \(shape) says \(known.reduce(1, *))")
      }
      (numbers, rows, columns) = (values, known[0], known.count > 1 ? known[1] : nil)
    case .sparseCsr(let sparse):
      guard shape.count == 2 else { throw fault("is sparse and has the shape \(shape); give two axes") }
      let values = try Self.numbers(sparse.values, message.dtype, name)
      let (starts, places) = (Self.integers(sparse.crowIndices), Self.integers(sparse.colIndices))
      guard starts.count == shape[0] + 1, starts.first == 0, starts.last == values.count, places.count == values.count,
        zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }), places.allSatisfy({ (0..<shape[1]).contains($0) })
      else { throw fault("is sparse, and its indices do not fit its values and its shape \(shape)") }
      var dense = [Double](repeating: 0, count: shape[0] * shape[1])
      for row in 0..<shape[0] {
        for place in starts[row]..<starts[row + 1] { dense[row * shape[1] + places[place]] = values[place] }
      }
      (numbers, rows, columns) = (dense, shape[0], shape[1])
    case nil: throw fault("is empty")
    }
  }

  private static func numbers(_ data: Data, _ type: Tinker_DType, _ name: String) throws(WireError) -> [Double] {
    switch type {
    case .float32: return values(data, UInt32.self).map { Double(Float(bitPattern: $0)) }
    case .bfloat16: return values(data, UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .int64: return values(data, Int64.self).map(Double.init)
    case .int32: return values(data, Int32.self).map(Double.init)
    default: throw WireError(problem: "\(name) has a type that is none of float32, bfloat16, int64 and int32")
    }
  }

  /// Whole numbers of eight bytes.
  private static func integers(_ data: Data) -> [Int] { values(data, Int64.self).map { Int($0) } }

  /// The whole values in little-endian bytes.
  static func values<Value: FixedWidthInteger>(_ data: Data, _ type: Value.Type) -> [Value] {
    let size = MemoryLayout<Value>.size
    return data.withUnsafeBytes { bytes in
      (0..<bytes.count / size).map {
        Value(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Value.self))
      }
    }
  }
}

extension Data {
  /// The little-endian bytes of values.
  init<Value: FixedWidthInteger>(littleEndian values: some Sequence<Value>) {
    self = values.map(\.littleEndian).withUnsafeBytes { Data($0) }
  }

  /// The little-endian bytes of numbers of four bytes.
  init(floats values: some Sequence<Float>) { self.init(littleEndian: values.map(\.bitPattern)) }
}

extension [Tinker_Chunk] {
  /// The tokens of a text that came in several chunks.
  func tokens() throws(WireError) -> [Int] {
    var tokens: [Int] = []
    for chunk in self {
      guard case .encodedText(let text) = chunk.chunk else {
        throw WireError(problem: "model_input has a chunk that is no text: this model reads text")
      }
      tokens += WireTensor.values(text.tokens, Int32.self).map(Int.init)
    }
    return tokens
  }
}
