internal import Foundation

/// The parameters of a URL: keys and values without their percent signs, of which `metadata[k]=v` asks for a member.
struct Query: Sendable {
  private let items: [(key: String, value: String)]

  /// Creates the parameters of what follows the question mark of a URL.
  init(_ text: String?) {
    items = (text ?? "").split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.plain)
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
  }

  /// Returns the value of a key, or `nil` if it is not there.
  subscript(key: String) -> String? { items.first { $0.key == key }?.value }

  /// Returns the members asked for of an object, as `[k: v]` of `name[k]=v`.
  func members(of name: String) -> [String: String] {
    var members: [String: String] = [:]
    for (key, value) in items where key.hasPrefix(name + "[") && key.hasSuffix("]") {
      members[String(key.dropFirst(name.count + 1).dropLast())] = value
    }
    return members
  }

  /// Returns how many items a page shall have.
  /// - Throws: `OpenAIError` for what is no number from 1 to `limit`.
  func limit(_ usual: Int, upTo limit: Int = 10000) throws(OpenAIError) -> Int {
    guard let text = self["limit"] else { return usual }
    guard let number = Int(text), (1...limit).contains(number) else {
      throw .invalid("limit", "limit: \(text.prefix(40)) is no whole number from 1 to \(limit)")
    }
    return number
  }

  private static func plain(_ part: Substring) -> String {
    let text = String(part.map { $0 == "+" ? " " : $0 })
    return text.removingPercentEncoding ?? text
  }
}
