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

  /// Returns the file's bytes: the same for the same contents.
  public func encoded() -> Data {
    var header: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
    var body = Data()
    // Widest elements first, so that each tensor stays aligned to its own size.
    for (name, tensor) in tensors.sorted(by: { ($1.value.dtype.size, $0.key) < ($0.value.dtype.size, $1.key) }) {
      let bytes = tensor.bytes()
      let type = SafetensorsFile.name(of: tensor.dtype)
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
    let file = try SafetensorsFile(decoding: file, named: name)
    metadata = file.metadata
    tensors = [:]
    for name in file.names { tensors[name] = try file.tensor(name) }
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
