public import Foundation

/// A GGUF file, the container of llama.cpp: typed metadata and a table of tensors, most of them in quantized blocks.
///
/// Layout, little endian: `GGUF`, version (2 or 3), counts of tensors and keys, the keys with their values, the table of
/// tensors, and from the next multiple of `general.alignment` on their data. A file is mapped, not loaded: a tensor is read,
/// as float32, when it is asked for. A file from a stranger is checked before any of it is used, and nothing is allocated that
/// the file itself has no room for: every refusal is a `GGUFError`.
/// - Source: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>
public struct GGUF: Sendable {
  /// A row of the table of tensors.
  struct Entry: Sendable {
    /// The sizes as libtorch counts dimensions: the file has them in the opposite order.
    let shape: [Int]
    let format: GGUFFormat
    /// From the start of the data.
    let bytes: Range<Int>
  }

  /// The values by key, such as "general.architecture".
  public let metadata: [String: GGUFValue]
  /// The file's name, for errors.
  public let name: String
  let entries: [String: Entry]
  let data: Data

  /// Maps the file at `url`.
  /// - Throws: `GGUFError` for anything that is not a well-formed file.
  public init(mapping url: URL) throws(GGUFError) {
    let file: Data
    do { file = try Data(contentsOf: url, options: .alwaysMapped) } catch {
      throw GGUFError(file: url.lastPathComponent, problem: "it cannot be read (\(error.localizedDescription))")
    }
    try self.init(decoding: file, named: url.lastPathComponent)
  }

  /// Reads the bytes of a file; `name` stands in the errors.
  /// - Throws: `GGUFError` for anything that is not a well-formed file.
  public init(decoding file: Data, named name: String = "GGUF") throws(GGUFError) {
    var reader = GGUFReader(file, named: name)
    let header = try reader.header()
    (metadata, entries) = (header.metadata, header.entries)
    self.name = name
    data = file[(file.startIndex + header.start)...]
  }

  /// The names of the tensors, in order.
  public var names: [String] { entries.keys.sorted() }

  /// Returns the shape of a tensor as libtorch counts dimensions, or `nil` if the file has none of this name.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// Returns the format that a tensor is stored in, such as "Q4_1", or `nil` if the file has none of this name.
  public func format(of name: String) -> String? { entries[name]?.format.name }

  /// Returns a tensor in float32, or `nil` if the file has none of this name.
  public func tensor(_ name: String) -> Tensor? {
    guard let entry = entries[name] else { return nil }
    let elements = entry.shape.reduce(1, *)
    let floats = UnsafeMutableBufferPointer<Float>.allocate(capacity: elements)
    defer { floats.deallocate() }
    data.withUnsafeBytes { entry.format.decode(UnsafeRawBufferPointer(rebasing: $0[entry.bytes]), into: floats) }
    return Tensor(bytes: UnsafeRawBufferPointer(floats), shape: entry.shape, dtype: .float32)
  }
}

/// Why a GGUF file was refused.
public struct GGUFError: Error, Equatable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// The problem.
  public let problem: String

  /// Creates a refusal of this file.
  public init(file: String, problem: String) { (self.file, self.problem) = (file, problem) }

  /// The file, the problem and the remedy.
  public var description: String {
    "\(file): \(problem). The file is damaged or of a kind that is not read: fetch it again"
  }
}
