internal import Foundation
internal import JSON

extension JSONFields {
  /// Configurations larger than this are none.
  private static let largest = 16 << 20

  /// Reads the object of a configuration and takes from it what `read` does.
  static func read<Result>(
    _ url: URL, _ read: (JSONFields) throws(JSONFault) -> Result
  ) throws(DecoderFileError) -> Result {
    let name = url.lastPathComponent
    let data: Data
    do { data = try Data(contentsOf: url, options: .alwaysMapped) } catch {
      throw DecoderFileError(file: name, problem: "it cannot be read (\(error.localizedDescription))")
    }
    guard data.count <= largest else {
      throw DecoderFileError(file: name, problem: "its \(data.count) bytes are too many for a configuration")
    }
    do throws(JSONFault) { return try read(JSONFields(JSONValue([UInt8](data)))) } catch {
      let path = error.path.isEmpty ? "" : "\(error.path): "
      throw DecoderFileError(file: name, problem: "\(path)\(error.problem) (\(error.place))")
    }
  }
}
