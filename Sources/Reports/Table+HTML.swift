extension Table {
  func html() -> String {
    let marked = best()
    let head = headings.enumerated().map { column, text in
      "<th\(attribute(numeric.contains(column) ? ["number"] : []))>\(escaped(text))</th>"
    }
    let body = filled.enumerated().map { row, cells in
      let cells = cells.enumerated().map { column, cell in
        let classes =
          (numeric.contains(column) ? ["number"] : []) + (marked.contains([row, column]) ? ["best"] : [])
        let detail = cell.detail.isEmpty ? "" : "<span class=\"interval\">\(escaped(cell.detail))</span>"
        return "<td\(attribute(classes))>\(escaped(cell.text))\(detail)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return """
      <figure>
      <div class="scroll"><table>
      <thead><tr>\(head.joined())</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table></div>
      \(captionHTML(caption))</figure>
      """
  }

  private func attribute(_ classes: [String]) -> String {
    classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
  }
}
