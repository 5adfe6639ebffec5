extension Document {
  /// Returns the document as Markdown; plots and grids are drawn in characters.
  public func markdown() -> String {
    let head = ["# \(inline(title))", inline(subtitle)].filter { !$0.isEmpty }
    return (head + blocks.map { $0.markdown() }).joined(separator: "\n\n") + "\n"
  }
}

extension DocumentBlock {
  /// Returns the block as Markdown, without a line break at the end.
  public func markdown() -> String {
    switch self {
    case .heading(let text): "## \(inline(text))"
    case .text(let text): inline(text)
    case .warning(let text): "**Warning:** \(inline(text))"
    case .code(let text): fenced(text)
    case .facts(let facts): facts.map { "- \(inline($0.name)): \(inline($0.value))" }.joined(separator: "\n")
    case .table(let table): table.markdown()
    case .plot(let plot): fenced(TextPlot(plot).text())
    case .grids(let strip): fenced(strip.text())
    case .columns(let blocks): blocks.map { $0.markdown() }.joined(separator: "\n\n")
    }
  }
}

extension Table {
  /// Returns the table as Markdown, the best values bold, without a line break at the end.
  ///
  /// `isMarkup` says that the texts are Markdown already, from a trusted source.
  public func markdown(isMarkup: Bool = false) -> String {
    let marked = best()
    func inline(_ text: String) -> String {
      isMarkup
        ? text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") : Reports.inline(text)
    }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = "|" + (0..<width).map { numeric.contains($0) ? "--:|" : "---|" }.joined()
    let body = filled.enumerated().map { row, cells in
      line(
        cells.enumerated().map { column, cell in
          let text = inline(cell.text + cell.detail)
          return marked.contains([row, column]) ? "**\(text)**" : text
        })
    }
    return ([line(headings.map(inline)), rule] + body).joined(separator: "\n")
      + (caption.isEmpty ? "" : "\n\n\(inline(caption))")
  }
}

/// Returns text on one line with all markup escaped.
func inline(_ text: String) -> String {
  var result = ""
  for character in printable(text) {
    switch character {
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\\", "`", "*", "_", "[", "]", "|", "#": result += "\\\(character)"
    default: result.append(character)
    }
  }
  return result
}

/// Returns text between fences longer than any in it.
private func fenced(_ text: String) -> String {
  let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
  let fence = String(repeating: "`", count: max(3, longest + 1))
  return "\(fence)\n\(text)\n\(fence)"
}
