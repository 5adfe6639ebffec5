/// Rows in aligned columns.
struct TextTable {
  /// The heading of each column.
  var header: [String]
  /// The columns that hold numbers, which end at the same place.
  var numeric: Set<Int>
  /// The rows; a shorter one ends in empty cells.
  var rows: [[String]]

  init(_ header: [String], numeric: Set<Int> = [], rows: [[String]] = []) {
    self.header = header
    self.numeric = numeric
    self.rows = rows
  }

  /// The table, line by line, without a line break at the end.
  func text(console: Console? = nil) -> String {
    let lines = ([header] + rows).map { $0.map(printable) }
    let count = lines.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      lines.map { column < $0.count ? displayWidth($0[column]) : 0 }.max() ?? 0
    }
    let texts = lines.map { cells in
      let padded = (0..<count).map { column in
        let cell = column < cells.count ? cells[column] : ""
        let space = String(repeating: " ", count: widths[column] - displayWidth(cell))
        return numeric.contains(column) ? space + cell : cell + space
      }
      return trimmed(padded.joined(separator: "  "))
    }
    let rule = String(repeating: "─", count: widths.reduce(0, +) + 2 * max(0, count - 1))
    let head = console?.styled(texts[0], .bold) ?? texts[0]
    return ([head, console?.styled(rule, .faint) ?? rule] + texts.dropFirst()).joined(separator: "\n")
  }

  private func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}

/// Text on one line without control characters, which could move the cursor of whoever lists a hostile name.
func printable(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
    result.append(isControl ? (scalar == "\n" || scalar == "\t" ? " " : "\u{FFFD}") : scalar)
  }
  return String(result)
}

/// How many places of a terminal a text takes: wide East Asian letters and pictures two, combining marks none.
func displayWidth(_ text: String) -> Int {
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
