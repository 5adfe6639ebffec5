import Reports

extension Console {
  /// The form of text here.
  var format: TerminalFormat { TerminalFormat(width: width, isTerminal: isTerminal, hasColor: hasColor) }
}

extension Table {
  /// Returns the table as a console shows it.
  func text(console: Console?) -> String { text(console?.format ?? TerminalFormat()) }
}
