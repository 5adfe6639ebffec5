internal import Foundation

/// The fields of a JSON object from a stranger: each is read as what it must be, or refused by name.
///
/// A field that is `null` counts as absent, as it does for `transformers`.
struct JSONFields {
  let file: String
  private let path: String
  private let fields: [String: Any]

  /// Configurations larger than this are none.
  private static let largest = 16 << 20

  /// Reads a file's object.
  init(contentsOf url: URL) throws(DecoderFileError) {
    let name = url.lastPathComponent
    let data: Data
    do { data = try Data(contentsOf: url, options: .alwaysMapped) } catch {
      throw DecoderFileError(file: name, problem: "it cannot be read (\(error.localizedDescription))")
    }
    guard data.count <= Self.largest else {
      throw DecoderFileError(file: name, problem: "its \(data.count) bytes are too many for a configuration")
    }
    guard let fields = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
      throw DecoderFileError(file: name, problem: "it is not a JSON object")
    }
    self.init(fields, file: name, path: "")
  }

  private init(_ fields: [String: Any], file: String, path: String) {
    (self.fields, self.file, self.path) = (fields, file, path)
  }

  func refuse(_ key: String, _ problem: String) -> DecoderFileError {
    DecoderFileError(file: file, problem: "\(path)\(key) \(problem)")
  }

  private func value(_ key: String) -> Any? { fields[key].flatMap { $0 is NSNull ? nil : $0 } }

  /// Whether the field is there, and not `null`.
  func has(_ key: String) -> Bool { value(key) != nil }

  /// Whether the field says something: it is there, and neither false nor empty.
  func isSet(_ key: String) -> Bool {
    switch value(key) {
    case nil: false
    case let number as NSNumber: number.boolValue
    case let list as [Any]: !list.isEmpty
    case let fields as [String: Any]: !fields.isEmpty
    default: true
    }
  }

  /// The names of all fields, in order.
  var keys: [String] { fields.keys.sorted() }

  /// The first of these that is there: files have several spellings.
  private func first(_ keys: [String]) -> String { keys.first(where: has) ?? keys[0] }

  /// A whole number, written as such or as 1e6, under the first of several names that is there.
  func integer(_ keys: String...) throws(DecoderFileError) -> Int? {
    let key = first(keys)
    guard let number = try number(key) else { return nil }
    guard let whole = Int(exactly: number), abs(whole) < 1 << 53 else {
      throw refuse(key, "must be a whole number, not \(number)")
    }
    return whole
  }

  /// A number.
  func number(_ key: String) throws(DecoderFileError) -> Double? {
    guard let value = value(key) else { return nil }
    guard let number = value as? NSNumber, !isTruth(number) else { throw refuse(key, "must be a number") }
    return number.doubleValue
  }

  /// A truth value.
  func truth(_ key: String) throws(DecoderFileError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let number = value as? NSNumber, isTruth(number) else { throw refuse(key, "must be true or false") }
    return number.boolValue
  }

  /// A string, under the first of several names that is there.
  func text(_ keys: String...) throws(DecoderFileError) -> String? {
    let key = first(keys)
    guard let value = value(key) else { return nil }
    guard let text = value as? String else { throw refuse(key, "must be a string") }
    return text
  }

  /// A list of strings.
  func texts(_ key: String) throws(DecoderFileError) -> [String]? {
    guard let value = value(key) else { return nil }
    guard let texts = value as? [String] else { throw refuse(key, "must be a list of strings") }
    return texts
  }

  /// A whole number, or a list of some.
  func integers(_ key: String) throws(DecoderFileError) -> [Int]? {
    guard let value = value(key) else { return nil }
    guard let list = value as? [Any] else { return try integer(key).map { [$0] } }
    return try list.enumerated().map { index, element throws(DecoderFileError) in
      let one = JSONFields(["\(key)[\(index)]": element], file: file, path: path)
      guard let integer = try one.integer("\(key)[\(index)]") else { throw refuse(key, "must hold whole numbers") }
      return integer
    }
  }

  /// An object.
  func object(_ key: String) throws(DecoderFileError) -> JSONFields? {
    guard let value = value(key) else { return nil }
    guard let fields = value as? [String: Any] else { throw refuse(key, "must be an object") }
    return JSONFields(fields, file: file, path: "\(path)\(key).")
  }

  /// Whether a number was written as true or false.
  private func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
