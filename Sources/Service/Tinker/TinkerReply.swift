internal import Foundation

/// The JSON that the Tinker client reads.
enum TinkerReply {
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .custom { path in SnakeKey(path[path.count - 1]) }
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// A key as the wire has it: `modelID` is `model_id`. Keys of users' dictionaries stay as they are.
  struct SnakeKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(intValue: Int) { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init(_ key: any CodingKey) {
      var text = ""
      var wasUpper = true
      for character in key.stringValue {
        if character.isUppercase, !wasUpper { text += "_" }
        wasUpper = character.isUppercase
        text += character.lowercased()
      }
      stringValue = text
    }
  }

  struct Created: Encodable {
    let modelID: String
    let type = "create_model"
  }
  struct Loaded: Encodable {
    let path: String
    let modelID: String
    let type = "load_weights"
  }
  struct Stepped: Encodable {
    let metrics: [String: Double]
    let type = "optim_step"
  }
  struct Saved: Encodable {
    let path: String
    let type = "save_weights"
  }
  struct SavedForSampler: Encodable {
    let path: String?
    let samplingSessionID: String?
    let type = "save_weights_for_sampler"
  }
  struct SavedExternal: Encodable {
    let path: String
    let sizeBytes: Int
    let type = "save_weights_external"
  }
}
