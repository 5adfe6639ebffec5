extension Table {
  /// Returns the table line by line, without a line break at the end.
  ///
  /// On a terminal the widest columns of text shrink, and their cells wrap over several lines, until a row fits.
  public func text(_ format: TerminalFormat = TerminalFormat()) -> String {
    let texts = ([headings] + filled.map { $0.map { $0.text + $0.detail } }).map { $0.map(printable) }
    let widths = columnWidths(texts, format)
    let lines = texts.map { row in
      let cells = row.enumerated().map { column, cell in
        displayWidth(cell) > widths[column] ? wrapped(cell, to: widths[column], cutting: true) : [cell]
      }
      return (0..<(cells.map(\.count).max() ?? 1)).map { part in
        let padded = cells.enumerated().map { column, lines in
          let cell = part < lines.count ? lines[part] : ""
          let space = String(repeating: " ", count: max(0, widths[column] - displayWidth(cell)))
          return numeric.contains(column) ? space + cell : cell + space
        }
        return withoutTrailingSpaces(padded.joined(separator: "  "))
      }
    }
    let rule = String(repeating: "─", count: widths.reduce(0, +) + 2 * max(0, widths.count - 1))
    let below = caption.isEmpty ? [] : wrapped(caption, to: format.proseWidth)
    return
      (lines[0].map { format.styled($0, .bold) } + [format.styled(rule, .faint)] + lines.dropFirst().joined()
      + below).joined(separator: "\n")
  }

  /// Returns the width of each column: as wide as its cells, but no text column wider than a level at which the rows
  /// fit.
  private func columnWidths(_ texts: [[String]], _ format: TerminalFormat) -> [Int] {
    let natural = (0..<width).map { column in texts.map { displayWidth($0[column]) }.max() ?? 0 }
    guard format.isTerminal else { return natural }
    func limited(_ level: Int) -> [Int] {
      natural.enumerated().map { numeric.contains($0) ? $1 : min($1, level) }
    }
    let room = format.width - 2 * max(0, width - 1)
    let level = (8...max(8, natural.max() ?? 0)).last { limited($0).reduce(0, +) <= room } ?? 8
    var widths = limited(level)
    // The rest of a level's width goes to the columns that are still too narrow, the last first.
    var spare = room - widths.reduce(0, +)
    for column in widths.indices.reversed() where spare > 0 && widths[column] < natural[column] {
      widths[column] += 1
      spare -= 1
    }
    return widths
  }
}
