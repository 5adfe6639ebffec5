import Foundation
import Tasks

/// The metadata of a GGUF file, of those types that tokenizers need: just enough for tests, of files that are trusted.
struct GGUFMetadata {
  private var values: [String: Any] = [:]
  private let data: Data
  private var position = 24

  init(contentsOf file: URL) throws {
    data = try Data(contentsOf: file, options: .mappedIfSafe)
    position = 16
    for _ in 0..<read(UInt64.self) {
      let key = string()
      values[key] = value(of: read(UInt32.self))
    }
  }

  var template: String? { values["tokenizer.chat_template"] as? String }

  var vocabulary: GGUFVocabulary {
    func get<T>(_ key: String, _: T.Type = T.self) -> T? { values["tokenizer.ggml." + key] as? T }
    return GGUFVocabulary(
      model: get("model") ?? "", pre: get("pre"), tokens: get("tokens", [Any].self)?.compactMap { $0 as? String } ?? [],
      scores: get("scores", [Any].self)?.compactMap { $0 as? Float } ?? [],
      merges: get("merges", [Any].self)?.compactMap { $0 as? String } ?? [],
      types: get("token_type", [Any].self)?.compactMap { $0 as? Int } ?? [],
      specials: .init(
        beginning: get("bos_token_id"), end: get("eos_token_id"), padding: get("padding_token_id"),
        unknown: get("unknown_token_id")),
      addsBeginning: get("add_bos_token"), addsEnd: get("add_eos_token"), addsSpacePrefix: get("add_space_prefix"))
  }

  private mutating func read<T: FixedWidthInteger>(_: T.Type) -> T {
    defer { position += MemoryLayout<T>.size }
    return data[position..<(position + MemoryLayout<T>.size)].withUnsafeBytes {
      T(littleEndian: $0.loadUnaligned(as: T.self))
    }
  }

  private mutating func string() -> String {
    let count = Int(read(UInt64.self))
    defer { position += count }
    return String(decoding: data[position..<(position + count)], as: UTF8.self)
  }

  private mutating func value(of type: UInt32) -> Any {
    switch type {
    case 0: Int(read(UInt8.self))
    case 1: Int(read(Int8.self))
    case 2: Int(read(UInt16.self))
    case 3: Int(read(Int16.self))
    case 4: Int(read(UInt32.self))
    case 5: Int(read(Int32.self))
    case 6: Float(bitPattern: read(UInt32.self))
    case 7: read(UInt8.self) != 0
    case 8: string()
    case 9: array()
    case 12: Double(bitPattern: read(UInt64.self))
    default: Int(truncatingIfNeeded: read(UInt64.self))
    }
  }

  private mutating func array() -> [Any] {
    let type = read(UInt32.self)
    return (0..<read(UInt64.self)).map { _ in value(of: type) }
  }
}
