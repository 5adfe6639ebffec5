extension TerminalFormat {
  /// The width of running text, at most a hundred characters, as longer lines are hard to read.
  var proseWidth: Int { max(60, min(width, 100)) }
}

extension Document {
  /// Returns the document for a terminal, without a line break at the end.
  public func text(_ format: TerminalFormat = TerminalFormat()) -> String {
    let head: [DocumentBlock] = [.heading(title)] + (subtitle.isEmpty ? [] : [.text(subtitle)])
    return (head + blocks).text(format)
  }
}

extension [DocumentBlock] {
  /// Returns the blocks for a terminal, without a line break at the end.
  public func text(_ format: TerminalFormat = TerminalFormat()) -> String {
    var text = ""
    var before: DocumentBlock?
    for block in self {
      text += Self.separator(before, block) + block.text(format)
      before = block
    }
    return text
  }

  /// Returns the gap between two blocks: facts follow each other without one, and a heading is next to what it heads.
  private static func separator(_ before: DocumentBlock?, _ block: DocumentBlock) -> String {
    switch (before, block) {
    case (nil, _): ""
    case (.facts, .facts), (.heading, .text), (.heading, .table), (.heading, .facts): "\n"
    default: "\n\n"
    }
  }
}

extension DocumentBlock {
  fileprivate func text(_ format: TerminalFormat) -> String {
    func prose(_ text: String, indent: Int = 0) -> String {
      wrapped(text, to: format.proseWidth, indent: indent).joined(separator: "\n")
    }
    switch self {
    case .heading(let text): return format.styled(prose(text), .bold)
    case .text(let text): return prose(text)
    case .warning(let text): return format.styled("warning:", .yellow, .bold) + " " + prose(text, indent: 9)
    case .code(let text): return text.split(separator: "\n").map { printable(String($0)) }.joined(separator: "\n")
    case .facts(let facts):
      return facts.map { fact in
        let space = String(repeating: " ", count: max(0, 8 - displayWidth(fact.name)))
        return printable("\(fact.name)\(space)  \(fact.value)")
      }.joined(separator: "\n")
    case .table(let table): return table.text(format)
    case .plot(let plot): return TextPlot(plot, width: format.width).text()
    case .grids(let strip): return strip.text()
    case .columns(let blocks): return blocks.text(format)
    }
  }
}
