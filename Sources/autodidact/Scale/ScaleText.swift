import Experiments

/// The pieces of an answer for a terminal.
struct ScaleText {
  let console: Console

  func text(_ parts: [ScalePart]) -> String {
    var text = ""
    var before: ScalePart?
    for part in parts {
      text += separator(before, part) + block(part)
      before = part
    }
    return text
  }

  private func block(_ part: ScalePart) -> String {
    switch part {
    case .heading(let line): console.styled(wrapped(line), .bold)
    case .text(let line): wrapped(line)
    case .warning(let line): console.styled("warning:", .yellow, .bold) + " " + wrapped(line, from: 9)
    case .facts(let facts):
      facts.map { fact in
        let space = String(repeating: " ", count: max(0, 8 - displayWidth(fact.name)))
        return printable("\(fact.name)\(space)  \(fact.value)")
      }.joined(separator: "\n")
    case .table(let table): TextTable(table.header, numeric: table.numeric, rows: table.rows).text(console: console)
    }
  }

  /// Facts follow each other without a gap, and a heading stands on what it heads.
  private func separator(_ before: ScalePart?, _ part: ScalePart) -> String {
    switch (before, part) {
    case (nil, _): ""
    case (.facts, .facts), (.heading, .text), (.heading, .table), (.heading, .facts): "\n"
    default: "\n\n"
    }
  }

  /// A sentence on lines that fit.
  private func wrapped(_ line: String, from start: Int = 0) -> String {
    let most = max(60, min(console.width, 100))
    var lines: [String] = [""]
    for word in printable(line).split(separator: " ") {
      let used = displayWidth(lines[lines.count - 1]) + (lines.count == 1 ? start : 0)
      if used > 0, used + 1 + displayWidth(String(word)) > most { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines.joined(separator: "\n")
  }
}
