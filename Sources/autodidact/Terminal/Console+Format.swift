import Reports

extension Console {
  /// The format of text on this console.
  var format: TerminalFormat { TerminalFormat(width: width, isTerminal: isTerminal, hasColor: hasColor) }
}

extension Table {
  /// Returns the table as a console shows it.
  func text(console: Console?) -> String { text(console?.format ?? TerminalFormat()) }
}
