public import Foundation

/// Named tensors and metadata in the safetensors format.
///
/// Layout: eight bytes of header length n (little endian), n bytes of JSON
/// `{"name": {"dtype", "shape", "data_offsets"}, "__metadata__": {…}}`, then the elements.
/// An untrusted file is checked before any of it is used; an invalid one throws `SafetensorsError`.
/// - Source: <https://github.com/huggingface/safetensors#format>
public struct Safetensors: Sendable {
  /// The tensors by name.
  public var tensors: [String: Tensor]
  /// The metadata, text by key.
  public var metadata: [String: String]

  /// Creates a set of tensors to write.
  public init(_ tensors: [String: Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The largest header that is read, as in the reference implementation.
  static let largestHeader = 100_000_000
  /// The largest number of dimensions, that of libtorch's kernels.
  static let mostDimensions = 64

  private struct Entry: Codable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  private static let names: [(DType, String)] = [
    (.float32, "F32"), (.float64, "F64"), (.bfloat16, "BF16"), (.int64, "I64"), (.int32, "I32"), (.bool, "BOOL"),
    (.uint8, "U8"),
  ]

  /// Returns the file's bytes: the same for the same contents.
  public func encoded() -> Data {
    var header: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
    var body = Data()
    // Widest elements first, so that each tensor stays aligned to its own size.
    for (name, tensor) in tensors.sorted(by: { ($1.value.dtype.size, $0.key) < ($0.value.dtype.size, $1.key) }) {
      let bytes = tensor.bytes()
      let type = Self.names.first { $0.0 == tensor.dtype }!.1
      header[name] = [
        "dtype": type, "shape": tensor.shape, "data_offsets": [body.count, body.count + bytes.count],
      ]
      body.append(bytes)
    }
    // A dictionary of strings, arrays and whole numbers always has a JSON form.
    var json = (try? JSONSerialization.data(withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes]))!
    json.append(Data(repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    var file = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    file.append(json)
    file.append(body)
    return file
  }

  /// Reads the bytes of a file; errors call them `name`.
  /// - Throws: `SafetensorsError` for anything that is not a well-formed file.
  public init(decoding file: Data, named name: String = "safetensors") throws(SafetensorsError) {
    func refuse(_ problem: String) -> SafetensorsError { SafetensorsError(file: name, problem: problem) }
    guard file.count >= 8 else { throw refuse("\(file.count) bytes are too few for the 8 of the header's length") }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.largestHeader), length <= UInt64(file.count - 8) else {
      throw refuse("the header claims \(length) bytes; the file has \(file.count - 8) after its length")
    }
    let start = file.startIndex + 8
    let body = file[(start + Int(length))...]
    let json = file[start..<(start + Int(length))]
    guard json.first == UInt8(ascii: "{"), let parsed = try? JSONSerialization.jsonObject(with: json),
      let header = parsed as? [String: Any]
    else { throw refuse("the header is not a JSON object") }

    metadata = [:]
    var entries: [(name: String, dtype: DType, shape: [Int], start: Int, end: Int)] = []
    for (key, value) in header {
      if key == "__metadata__" {
        guard let text = value as? [String: String] else { throw refuse("__metadata__ maps text to text only") }
        metadata = text
        continue
      }
      guard let field = value as? [String: Any], let type = field["dtype"] as? String,
        let shape = field["shape"] as? [Int], let offsets = field["data_offsets"] as? [Int], offsets.count == 2
      else { throw refuse("tensor \"\(key)\" needs dtype, shape and two data_offsets") }
      guard let dtype = Self.names.first(where: { $0.1 == type })?.0 else {
        throw refuse("tensor \"\(key)\" has dtype \(type); known are \(Self.names.map(\.1).joined(separator: ", "))")
      }
      guard shape.count <= Self.mostDimensions else {
        throw refuse("tensor \"\(key)\" has \(shape.count) dimensions; at most \(Self.mostDimensions) can be used")
      }
      var bytes = dtype.size
      var stride = bytes  // as bytes, but sizes of 0 count as 1, as in the layout in memory
      for size in shape {
        let (product, overflow) = stride.multipliedReportingOverflow(by: max(size, 1))
        guard size >= 0, !overflow else { throw refuse("tensor \"\(key)\" has the impossible shape \(shape)") }
        stride = product
        bytes *= size
      }
      guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= body.count else {
        throw refuse("tensor \"\(key)\" lies at \(offsets), outside the \(body.count) bytes of data")
      }
      guard offsets[1] - offsets[0] == bytes else {
        throw refuse(
          "tensor \"\(key)\" \(type) \(shape) takes \(bytes) bytes; its offsets span \(offsets[1] - offsets[0])")
      }
      let data = body.dropFirst(offsets[0]).prefix(bytes)
      guard dtype != .bool || data.allSatisfy({ $0 <= 1 }) else {
        throw refuse("tensor \"\(key)\" holds a truth value that is neither 0 nor 1")
      }
      entries.append((key, dtype, shape, offsets[0], offsets[1]))
    }
    entries.sort { ($0.start, $0.end, $0.name) < ($1.start, $1.end, $1.name) }
    var end = 0
    for entry in entries {
      guard entry.start == end else {
        throw refuse("tensor \"\(entry.name)\" starts at \(entry.start), but the data before it ends at \(end)")
      }
      end = entry.end
    }
    guard end == body.count else { throw refuse("\(body.count - end) bytes at the end belong to no tensor") }

    tensors = [:]
    body.withUnsafeBytes { bytes in
      for entry in entries {
        tensors[entry.name] = Tensor(
          bytes: UnsafeRawBufferPointer(rebasing: bytes[entry.start..<entry.end]), shape: entry.shape,
          dtype: entry.dtype)
      }
    }
  }

  /// Returns a tree with the leaves of this file that carry its names, checked for shape.
  /// - Throws: `SafetensorsError` if a leaf is missing or has another shape.
  public func filling<Tree: ParameterTree>(
    _ tree: Tree, prefix: String = "", named file: String = "safetensors"
  ) throws(SafetensorsError) -> Tree {
    var problem: String?
    let filled = tree.mapNamed { name, leaf in
      guard let found = tensors[prefix + name] else {
        problem = problem ?? "has no tensor \"\(prefix + name)\" \(leaf.shape)"
        return leaf
      }
      guard found.shape == leaf.shape else {
        problem = problem ?? "tensor \"\(prefix + name)\" is \(found.shape), the model needs \(leaf.shape)"
        return leaf
      }
      return found.converted(to: leaf.dtype).moved(to: leaf.device)
    }
    if let problem { throw SafetensorsError(file: file, problem: problem) }
    return filled
  }
}

/// The reason why a safetensors file was refused.
public struct SafetensorsError: Error, Equatable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// The problem.
  public let problem: String

  /// Creates an error for this file.
  public init(file: String, problem: String) { (self.file, self.problem) = (file, problem) }

  /// The file, the problem and the remedy.
  public var description: String { "\(file): \(problem). The file is damaged or not one of ours: fetch it again" }
}

extension ParameterTree {
  /// Returns the leaves by path, for a file.
  public func named(prefix: String = "") -> [String: Tensor] {
    Dictionary(leaves.map { (prefix + $0.name, $0.tensor) }) { first, _ in first }
  }
}
