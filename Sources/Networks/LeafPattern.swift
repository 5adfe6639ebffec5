/// A pattern that selects leaves of a tree by their paths: "task*", "blocks.*.attention.*", "head.*|halt.*",
/// "!tokens.*".
///
/// `*` stands for any text, `|` joins alternatives, a leading `!` negates the pattern.
public struct LeafPattern: Hashable, Codable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The pattern as written.
  public let description: String

  /// The pattern that matches every leaf.
  public static let everything: LeafPattern = "*"

  /// Creates a pattern.
  public init(_ text: String) { description = text }

  /// Creates a pattern.
  public init(stringLiteral text: String) { self.init(text) }

  /// Decodes the pattern from a string.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the pattern as a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Returns whether the pattern matches a path.
  public func matches(_ path: String) -> Bool {
    let negated = description.hasPrefix("!")
    let alternatives = (negated ? String(description.dropFirst()) : description).split(separator: "|")
    return alternatives.contains { Self.matches(Array($0.utf8), Array(path.utf8)) } != negated
  }

  /// Returns whether a pattern matches a text, by greedy wildcard matching with one point of return: linear in
  /// practice, never exponential.
  private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var p = 0
    var t = 0
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
