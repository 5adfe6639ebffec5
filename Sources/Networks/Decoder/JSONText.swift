internal import Foundation

/// The text of a JSON object whose real numbers look like such: 3.0, not 3. `transformers` refuses a whole number where its
/// classes have a real one, and Foundation writes every number as short as it can.
struct JSONText {
  private let text: String

  /// An object of strings, truth values, numbers, `NSNull`, lists and objects; keys in order.
  init(_ fields: [String: Any]) { text = Self.written(fields, indent: "") + "\n" }

  var data: Data { Data(text.utf8) }

  private static func written(_ value: Any, indent: String) -> String {
    let inner = indent + "  "
    switch value {
    case let fields as [String: Any]:
      guard !fields.isEmpty else { return "{}" }
      let rows = fields.sorted { $0.key < $1.key }.map {
        "\(inner)\(quoted($0.key)): \(written($0.value, indent: inner))"
      }
      return "{\n" + rows.joined(separator: ",\n") + "\n\(indent)}"
    case let list as [Any]: return "[" + list.map { written($0, indent: inner) }.joined(separator: ", ") + "]"
    case let text as String: return quoted(text)
    case let truth as Bool: return truth ? "true" : "false"
    case let whole as Int: return "\(whole)"
    case let real as Double: return "\(real)"
    default: return "null"
    }
  }

  private static func quoted(_ text: String) -> String {
    let data = try? JSONSerialization.data(withJSONObject: text, options: [.fragmentsAllowed, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
