public import Foundation
internal import JSON

/// The tensors of a folder: one file `model.safetensors`, or several that `model.safetensors.index.json` tells apart.
///
/// Files are mapped; a tensor is read when it is asked for. An index may name only files that lie in the folder itself.
/// - Source: the sharded checkpoints of Hugging Face's `transformers`.
public struct SafetensorsFolder: Sendable {
  private let files: [SafetensorsFile]
  /// The place of each tensor's file.
  private let places: [String: Int]

  private static let single = "model.safetensors"
  private static let index = "model.safetensors.index.json"
  private static let largestIndex = 100_000_000

  /// Maps the files of a folder and reads their headers.
  /// - Throws: `SafetensorsError` for a file that is not well-formed, or an index that does not fit its files.
  public init(_ folder: URL) throws(SafetensorsError) {
    let single = folder.appending(path: Self.single)
    guard !FileManager.default.fileExists(atPath: single.path) else {
      let file = try SafetensorsFile(mapping: single)
      (files, places) = ([file], Dictionary(uniqueKeysWithValues: file.names.map { ($0, 0) }))
      return
    }
    let map = try Self.index(folder.appending(path: Self.index))
    var files: [SafetensorsFile] = []
    var places: [String: Int] = [:]
    for shard in Set(map.values).sorted() {
      guard Self.staysInside(shard) else {
        throw SafetensorsError(
          file: Self.index, problem: "it names \"\(shard)\", which is no safetensors file of the folder")
      }
      files.append(try SafetensorsFile(mapping: folder.appending(path: shard)))
      for (name, _) in map where map[name] == shard { places[name] = files.count - 1 }
    }
    for (name, place) in places where files[place].shape(of: name) == nil {
      throw SafetensorsError(file: files[place].name, problem: "it has no tensor \"\(name)\", which the index promises")
    }
    (self.files, self.places) = (files, places)
  }

  private static func index(_ url: URL) throws(SafetensorsError) -> [String: String] {
    func refuse(_ problem: String) -> SafetensorsError { SafetensorsError(file: index, problem: problem) }
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw SafetensorsError(
        file: url.deletingLastPathComponent().lastPathComponent, problem: "it has neither \(single) nor \(index)")
    }
    let data: Data
    do { data = try Data(contentsOf: url, options: .alwaysMapped) } catch {
      throw refuse("it cannot be read (\(error.localizedDescription))")
    }
    guard data.count <= largestIndex else { throw refuse("its \(data.count) bytes are too many for an index") }
    let map: [String: String]?
    do throws(JSONFault) { map = try JSONValue([UInt8](data))["weight_map"]?.stringsByKey } catch {
      throw refuse("it is no JSON: \(error.problem) (\(error.place))")
    }
    guard let map else { throw refuse("it is no JSON object whose weight_map maps tensors to files") }
    return map
  }

  private static func staysInside(_ name: String) -> Bool {
    name.hasSuffix(".safetensors") && !name.hasPrefix(".")
      && !name.unicodeScalars.contains { "/\\:".unicodeScalars.contains($0) || $0.value < 32 }
  }

  /// The names of the tensors, in order.
  public var names: [String] { places.keys.sorted() }

  /// Returns the shape of a tensor, or `nil` if no file has one of this name.
  public func shape(of name: String) -> [Int]? { places[name].flatMap { files[$0].shape(of: name) } }

  /// Returns the name of the file that holds a tensor, or `nil` if none does.
  public func file(of name: String) -> String? { places[name].map { files[$0].name } }

  /// Returns a tensor, or `nil` if no file has one of this name.
  /// - Throws: `SafetensorsError` where a truth value is neither 0 nor 1.
  public func tensor(_ name: String) throws(SafetensorsError) -> Tensor? {
    guard let place = places[name] else { return nil }
    return try files[place].tensor(name)
  }

  /// Writes tensors into a folder, in their order: as one file, or as several of at most `mostBytes` with an index. Each
  /// tensor is made when its file is written.
  /// - Throws: What Foundation throws when a file cannot be written.
  public static func write(
    _ tensors: [(name: String, bytes: Int, make: () -> Tensor)], to folder: URL, mostBytes: Int = 5_000_000_000
  ) throws {
    var shards: [[Int]] = []
    var room = 0
    for (index, tensor) in tensors.enumerated() {
      if shards.isEmpty || tensor.bytes > room { (shards, room) = (shards + [[]], mostBytes) }
      shards[shards.count - 1].append(index)
      room -= tensor.bytes
    }
    if shards.isEmpty { shards = [[]] }
    var map: [String: String] = [:]
    for (place, shard) in shards.enumerated() {
      let name = shards.count == 1 ? single : shardName(place + 1, of: shards.count)
      let held = Dictionary(uniqueKeysWithValues: shard.map { (tensors[$0].name, tensors[$0].make()) })
      for tensor in held.keys { map[tensor] = name }
      try Safetensors(held, metadata: ["format": "pt"]).encoded().write(
        to: folder.appending(path: name), options: .atomic)
    }
    guard shards.count > 1 else { return }
    let fields: [String: Any] = [
      "metadata": ["total_size": tensors.map(\.bytes).reduce(0, +)], "weight_map": map,
    ]
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try JSONSerialization.data(withJSONObject: fields, options: options).write(
      to: folder.appending(path: index), options: .atomic)
  }

  private static func shardName(_ place: Int, of count: Int) -> String {
    func five(_ number: Int) -> String { String(repeating: "0", count: max(5 - "\(number)".count, 0)) + "\(number)" }
    return "model-\(five(place))-of-\(five(count)).safetensors"
  }
}
