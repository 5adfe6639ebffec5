extension Document {
  /// Returns one self-contained HTML file, in light, dark and on paper.
  ///
  /// All text in it is escaped, so a hostile name of a task remains a name.
  public func html() -> String {
    let under = subtitle.isEmpty ? "" : "<p class=\"subtitle\">\(escaped(subtitle))</p>\n"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(escaped(title))</title>
      <style>
      \(pageStyle)
      </style>
      </head>
      <body>
      <main>
      <header>
      <h1>\(escaped(title))</h1>
      \(under)</header>
      \(blocks.map { $0.html() }.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }
}

extension DocumentBlock {
  func html(isNarrow: Bool = false) -> String {
    switch self {
    case .heading(let text): "<h2>\(escaped(text))</h2>"
    case .text(let text): "<p>\(escaped(text))</p>"
    case .warning(let text): "<p>Warning: \(escaped(text))</p>"
    case .code(let text): "<pre><code>\(escaped(text))</code></pre>"
    case .facts(let facts):
      "<dl>\n"
        + facts.map { "<dt>\(escaped($0.name))</dt><dd>\(escaped($0.value))</dd>" }.joined(separator: "\n") + "\n</dl>"
    case .table(let table): table.html()
    case .plot(let plot): plot.html(width: isNarrow ? 460 : 760)
    case .grids(let strip): strip.html()
    case .columns(let blocks):
      "<div class=\"columns\">\n"
        + blocks.map { "<div>\($0.html(isNarrow: true))</div>" }.joined(separator: "\n") + "\n</div>"
    }
  }
}

/// Returns a caption below a figure, or an empty text if there is none.
func captionHTML(_ text: String) -> String {
  text.isEmpty ? "" : "<figcaption>\(escaped(text))</figcaption>\n"
}

/// Returns text that is safe in HTML, in elements and in quoted attributes, without control characters.
func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\n", "\t": result.unicodeScalars.append(scalar)
    case _ where scalar.value < 32 || (127..<160).contains(scalar.value): result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
