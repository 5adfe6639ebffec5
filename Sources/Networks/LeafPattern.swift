/// Chooses leaves of a tree by their paths: "task*", "blocks.*.attention.*", "head.*|halt.*", "!tokens.*".
///
/// `*` stands for any text, `|` joins alternatives, a leading `!` turns the choice around.
public struct LeafPattern: Hashable, Codable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The pattern as written.
  public let description: String

  /// Every leaf.
  public static let everything: LeafPattern = "*"

  /// A pattern.
  public init(_ text: String) { description = text }

  /// A pattern.
  public init(stringLiteral text: String) { self.init(text) }

  /// Reads the pattern as a string.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the pattern as a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Whether the pattern chooses a leaf of this path.
  public func matches(_ path: String) -> Bool {
    let negated = description.hasPrefix("!")
    let alternatives = (negated ? String(description.dropFirst()) : description).split(separator: "|")
    return alternatives.contains { Self.matches(Array($0.utf8), Array(path.utf8)) } != negated
  }

  /// Greedy wildcard matching with one point of return: linear in practice, never exponential.
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
