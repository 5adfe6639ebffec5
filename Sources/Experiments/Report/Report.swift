/// A page of text, tables, plots and grids: one HTML file that needs nothing else, in light, dark and on paper.
public struct Report: Sendable {
  /// The heading of the page.
  public var title: String
  /// A line under it: what was done, when, with which model.
  public var subtitle: String
  /// What follows, top to bottom.
  public var sections: [ReportSection]

  /// A page.
  public init(title: String, subtitle: String = "", sections: [ReportSection] = []) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
  }

  /// The whole page. Every text in it is escaped, so a hostile name of a task stays a name.
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
      \(reportStyle)
      </style>
      </head>
      <body>
      <main>
      <header>
      <h1>\(escaped(title))</h1>
      \(under)</header>
      \(sections.map { $0.html() }.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }
}

/// A part of a report.
public indirect enum ReportSection: Sendable {
  /// A heading that begins a chapter.
  case heading(String)
  /// Running text.
  case paragraph(String)
  /// A command or a file, word for word.
  case code(String)
  /// Names with values: the configuration, the machine.
  case facts([ReportFact])
  /// Rows and columns.
  case table(ReportTable)
  /// Lines over an axis.
  case plot(LinePlot)
  /// Grids beside each other.
  case grids(GridStrip)
  /// Parts side by side where the page is wide enough.
  case columns([ReportSection])

  func html(isNarrow: Bool = false) -> String {
    switch self {
    case .heading(let text): "<h2>\(escaped(text))</h2>"
    case .paragraph(let text): "<p>\(escaped(text))</p>"
    case .code(let text): "<pre><code>\(escaped(text))</code></pre>"
    case .facts(let facts): "<dl>\n\(facts.map { $0.html() }.joined(separator: "\n"))\n</dl>"
    case .table(let table): table.html()
    case .plot(let plot): plot.html(width: isNarrow ? 460 : 760)
    case .grids(let strip): strip.html()
    case .columns(let parts):
      "<div class=\"columns\">\n"
        + parts.map { "<div>\($0.html(isNarrow: true))</div>" }.joined(separator: "\n") + "\n</div>"
    }
  }
}

/// A name with a value.
public struct ReportFact: Hashable, Sendable {
  /// What it is: "seed".
  public var name: String
  /// What it is worth: "7".
  public var value: String

  /// A name with a value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  func html() -> String { "<dt>\(escaped(name))</dt><dd>\(escaped(value))</dd>" }
}

/// Text made safe for HTML, in elements and in quoted attributes. Control characters, which no page may hold, go.
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
