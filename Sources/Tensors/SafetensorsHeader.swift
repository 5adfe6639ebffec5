internal import Foundation
internal import JSON

/// The header of a safetensors file, checked against the length of what follows it.
struct SafetensorsHeader {
  let metadata: [String: String]
  let entries: [String: SafetensorsFile.Entry]
  /// The bytes that follow the header.
  let body: Data

  /// A header larger than this is refused, as the reference implementation does.
  static let largest = 100_000_000
  /// libtorch's kernels take no more.
  static let mostDimensions = 64

  init(_ file: Data, named name: String) throws(SafetensorsError) {
    func refuse(_ problem: String) -> SafetensorsError { SafetensorsError(file: name, problem: problem) }
    guard file.count >= 8 else { throw refuse("\(file.count) bytes are too few for the 8 of the header's length") }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.largest), length <= UInt64(file.count - 8) else {
      throw refuse("the header claims \(length) bytes; the file has \(file.count - 8) after its length")
    }
    let start = file.startIndex + 8
    body = file[(start + Int(length))...]
    let json = file[start..<(start + Int(length))]
    guard json.first == UInt8(ascii: "{") else { throw refuse("the header is not a JSON object") }
    let header: [(key: String, value: JSONValue)]
    do throws(JSONFault) { header = try JSONFields(JSONValue([UInt8](json))).rest() } catch {
      throw refuse("the header is not a JSON object: \(error.problem) (\(error.place))")
    }

    var metadata: [String: String] = [:]
    var rows: [(name: String, kind: SafetensorsFile.Kind, shape: [Int], start: Int, end: Int)] = []
    for (key, value) in header {
      if key == "__metadata__" {
        guard let text = value.stringsByKey else { throw refuse("__metadata__ maps text to text only") }
        metadata = text
        continue
      }
      guard let type = value["dtype"]?.string, let shape = value["shape"]?.integers,
        let offsets = value["data_offsets"]?.integers, offsets.count == 2
      else { throw refuse("tensor \"\(key)\" needs dtype, shape and two data_offsets") }
      guard let kind = SafetensorsFile.kinds.first(where: { $0.name == type }) else {
        let known = SafetensorsFile.kinds.map(\.name).joined(separator: ", ")
        throw refuse("tensor \"\(key)\" has dtype \(type); known are \(known)")
      }
      guard shape.count <= Self.mostDimensions else {
        throw refuse("tensor \"\(key)\" has \(shape.count) dimensions; at most \(Self.mostDimensions) can be used")
      }
      var bytes = kind.size
      var stride = kind.dtype.size  // as bytes, but sizes of 0 count as 1: what the layout in memory is computed from
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
      rows.append((key, kind, shape, offsets[0], offsets[1]))
    }
    rows.sort { ($0.start, $0.end, $0.name) < ($1.start, $1.end, $1.name) }
    var end = 0
    for row in rows {
      guard row.start == end else {
        throw refuse("tensor \"\(row.name)\" starts at \(row.start), but the data before it ends at \(end)")
      }
      end = row.end
    }
    guard end == body.count else { throw refuse("\(body.count - end) bytes at the end belong to no tensor") }
    entries = rows.reduce(into: [:]) {
      $0[$1.name] = SafetensorsFile.Entry(kind: $1.kind, shape: $1.shape, bytes: $1.start..<$1.end)
    }
    guard entries.count == rows.count else { throw refuse("two tensors have names that are the same text") }
    self.metadata = metadata
  }
}
