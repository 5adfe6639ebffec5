/// The format of text on a terminal, in a pipe or in a file.
public struct TerminalFormat: Sendable {
  /// A colour or a weight of terminal text.
  public enum Style: String, Sendable {
    /// Bold text.
    case bold = "1"
    /// Faint text.
    case faint = "2"
    /// The colour of an error.
    case red = "31"
    /// The colour of a success.
    case green = "32"
    /// The colour of a warning.
    case yellow = "33"
    /// The colour of a mark.
    case cyan = "36"
  }

  /// The number of characters of a line.
  public var width: Int
  /// Whether the output is a terminal, so that a table has to fit the width; a pipe gets each row on one line.
  public var isTerminal: Bool
  /// Whether text may be coloured.
  public var hasColor: Bool

  /// Creates a format.
  public init(width: Int = 80, isTerminal: Bool = false, hasColor: Bool = false) {
    self.width = width
    self.isTerminal = isTerminal
    self.hasColor = hasColor
  }

  /// Returns the text in a style, or plain without colour.
  public func styled(_ text: String, _ styles: Style...) -> String { styled(text, styles) }

  /// Returns the text in styles, or plain without colour.
  public func styled(_ text: String, _ styles: [Style]) -> String {
    guard hasColor, !styles.isEmpty else { return text }
    return "\u{1B}[\(styles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}

/// Returns text on one line without control characters, with which a hostile name could move the cursor.
public func printable(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
    result.append(isControl ? (scalar == "\n" || scalar == "\t" ? " " : "\u{FFFD}") : scalar)
  }
  return String(result)
}

/// Returns the number of terminal columns of a text: two for wide East Asian letters and pictures, none for combining
/// marks.
public func displayWidth(_ text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + displayWidth($1) }
}

private func displayWidth(_ character: Character) -> Int {
  guard let scalar = character.unicodeScalars.first else { return 0 }
  switch scalar.value {
  case 0..<32, 127..<160, 0x200B...0x200F: return 0
  case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
    return 2
  default:
    return [.nonspacingMark, .enclosingMark].contains(scalar.properties.generalCategory) ? 0 : 1
  }
}

/// Returns the words of a text on lines of at most `width` columns, the first `indent` shorter; a longer word is cut.
func wrapped(_ text: String, to width: Int, indent: Int = 0, cutting: Bool = false) -> [String] {
  var lines = [""]
  var used = indent
  for word in printable(text).split(separator: " ") {
    var word = String(word)
    if used > 0, used + 1 + displayWidth(word) > width {
      lines.append("")
      used = 0
    }
    while cutting, displayWidth(word) > width {
      var head = ""
      while let next = word.first, displayWidth(head) + displayWidth(String(next)) <= max(width, 2) {
        head.append(next)
        word.removeFirst()
      }
      lines[lines.count - 1] = head
      lines.append("")
    }
    let last = lines.count - 1
    lines[last] += (lines[last].isEmpty ? "" : " ") + word
    used = displayWidth(lines[last]) + (last == 0 ? indent : 0)
  }
  return lines
}

/// Returns a line without the spaces at its end.
func withoutTrailingSpaces(_ line: String) -> String {
  var line = Substring(line)
  while line.last == " " { line.removeLast() }
  return String(line)
}
